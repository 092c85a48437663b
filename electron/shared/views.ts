/**
 * The window's views, in the order of the navigation: what each is called. Ctrl+1 shows the first, Ctrl+2 the second.
 * To add one: a line here, and a line in `renderer/views/index.tsx` with its icon and component.
 */
export const views = {
  overview: 'Overview',
  builds: 'Builds',
  gpus: 'GPUs',
  logs: 'Logs',
  settings: 'Settings',
  diagnostics: 'Diagnostics',
} as const;

export type ViewName = keyof typeof views;
