import { trayModel } from '../../electron/core/desktop/menu.ts';
import type { TrayInput } from '../../electron/core/desktop/tray-model.ts';
import type { Activity, Build, JenkinsState, Snapshot } from '../../electron/shared/snapshot.ts';

/** Snapshots for tests of the tray, and its menu as text. */

/** Why a mode did not start. */
export const failure = {
  code: 'jenkins/not-ready',
  title: 'Jenkins did not become ready',
  detail: 'No page within 180 s.',
} as const;
const connected = {
  kind: 'connected',
  version: '20.10.24',
  apiVersion: '1.41',
  host: 'unix:///var/run/docker.sock',
  context: 'default',
} as const;
export const build = (job: string, number: number): Build => ({
  job,
  number,
  url: `http://127.0.0.1:8081/job/${job}/${number}/`,
  result: 'running',
  startedAt: 0,
  duration: 1000,
  estimated: null,
});
export const snapshot = (jenkins: JenkinsState, change: Partial<Snapshot> = {}): Snapshot => ({
  revision: 1,
  firstTime: false,
  intent: 'mode' in jenkins ? jenkins.mode : 'off',
  engine: connected,
  jenkins,
  builds: { kind: 'known', running: 0, list: [] },
  gpu: { kind: 'unknown' },
  activity: { kind: 'idle' },
  notices: [],
  ...change,
});
export const dind = {
  kind: 'running',
  mode: 'dind',
  url: 'http://127.0.0.1:8081',
  version: '2.568.2',
} satisfies JenkinsState;
export const working = {
  kind: 'working',
  to: 'dind',
  startedAt: 0,
  steps: [],
  output: [],
  cancellable: true,
} satisfies Activity;
export const converging = {
  kind: 'converging',
  from: 'dood',
  to: 'dind',
  mode: 'dind',
  step: 'Start nvidia-dind-container',
  done: 1,
  total: 9,
  url: null,
} satisfies JenkinsState;

/** A whole tray as a panel shows it; disabled items are in brackets. */
export function text(shown: Snapshot, more: Partial<TrayInput> = {}): string {
  const { icon, tooltip, items } = trayModel({ snapshot: shown, startAtLogin: false, processes: [], ...more });
  const rows = items.map((item) => {
    if (item.kind === 'separator') return '--';
    if (item.kind === 'text') return `[${item.label}]`;
    const mark = item.kind === 'action' ? '' : item.checked ? '(x) ' : '( ) ';
    return item.enabled ? `${mark}${item.label}` : `[${mark}${item.label}]`;
  });
  return [`${icon}: ${tooltip}`, ...rows].join('\n');
}
/** What changes with the state: the rest of the menu stays. */
export const top = (shown: Snapshot, more: Partial<TrayInput> = {}): string =>
  text(shown, more).split('\n--\nShow window')[0] ?? '';
