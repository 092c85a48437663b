/**
 * The window's views and their names, in navigation order; Ctrl+1 shows the first. To add one, add a line here and one
 * with its icon and component in `renderer/views/index.tsx`.
 */
export const views = {
  overview: 'Overview',
  builds: 'Builds',
  gpus: 'GPUs',
  logs: 'Logs',
  snapshots: 'Snapshots',
  upgrades: 'Upgrades',
  settings: 'Settings',
  diagnostics: 'Diagnostics',
} as const;

export type ViewName = keyof typeof views;
