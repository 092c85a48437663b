import { assertNever } from '../../shared/failure.ts';
import { count } from '../../shared/format.ts';
import { buildName } from '../../shared/gpu.ts';
import { MODES, type Mode, modeName } from '../../shared/mode.ts';
import type { JenkinsState, Snapshot } from '../../shared/snapshot.ts';
import { type ViewName, views } from '../../shared/views.ts';
import { gpuItems, gpuSummary } from './menu-gpu.ts';
import type { TrayAction, TrayIcon, TrayInput, TrayItem, TrayModel } from './tray-model.ts';

/** Running builds that the menu names; it is a menu, and the window has the rest. */
const MOST_BUILDS = 4;
const SEPARATOR: TrayItem = { kind: 'separator' };

/** The tray as a function of what is known. Holds no elapsed time, so that it changes only when something happened. */
export function trayModel({ snapshot, startAtLogin, processes }: TrayInput): TrayModel {
  const working = snapshot.activity.kind === 'working' || snapshot.jenkins.kind === 'converging';
  const items = [
    [text(stateLine(snapshot)), ...stepItems(snapshot), ...noticeItems(snapshot)],
    modeItems(snapshot, working),
    [openItem(snapshot.jenkins), ...buildItems(snapshot)],
    gpuItems(snapshot.gpu, processes),
    [
      show('Show window', null),
      {
        kind: 'check',
        label: 'Start at login',
        checked: startAtLogin,
        enabled: true,
        action: { kind: 'start-at-login', on: !startAtLogin },
      } as const,
      show(views.settings, 'settings'),
      show(views.logs, 'logs'),
    ],
    [action('Quit', { kind: 'quit' })],
  ];
  return {
    icon: iconOf(snapshot, working),
    tooltip: tooltipOf(snapshot),
    items: items
      .filter((group) => group.length > 0)
      .flatMap((group, at): readonly TrayItem[] => (at === 0 ? group : [SEPARATOR, ...group])),
  };
}

const text = (label: string): TrayItem => ({ kind: 'text', label });
const action = (label: string, what: TrayAction, enabled = true): TrayItem => ({
  kind: 'action',
  label,
  enabled,
  action: what,
});
const show = (label: string, view: ViewName | null): TrayItem => action(label, { kind: 'show', view });

function iconOf({ engine, jenkins, notices }: Snapshot, working: boolean): TrayIcon {
  if (working) return 'working';
  if (engine.kind === 'unreachable') return 'attention';
  switch (jenkins.kind) {
    case 'restarting':
    case 'converging':
      return 'working';
    case 'failed':
      return 'failed';
    case 'drifted':
      return 'attention';
    case 'running':
      return notices.length > 0 ? 'attention' : jenkins.mode;
    case 'stopped':
    case 'unknown':
      return notices.length > 0 ? 'attention' : 'off';
    default:
      return assertNever(jenkins);
  }
}

/** How Jenkins stands, in one line. */
function stateLine({ engine, jenkins, activity, firstTime }: Snapshot): string {
  if (activity.kind === 'working' && jenkins.kind !== 'converging') return movingTo(activity.to, 'off');
  if (engine.kind === 'unreachable') return engine.failure.title;
  switch (jenkins.kind) {
    case 'unknown':
      return 'Looking at Docker…';
    case 'stopped':
      return firstTime ? 'Jenkins was not started yet' : 'Jenkins is off';
    case 'converging':
      return movingTo(jenkins.to, jenkins.from);
    case 'running':
      return `Jenkins${jenkins.version === '' ? '' : ` ${jenkins.version}`} runs in ${modeName(jenkins.mode)}`;
    case 'restarting':
      return `Jenkins is starting in ${modeName(jenkins.mode)}`;
    case 'drifted':
      return firstTime ? 'Containers that were made by hand are there' : driftLine(jenkins.causes[0]?.object);
    case 'failed':
      return `${failedWords(jenkins)}: ${jenkins.failure.title}`;
    default:
      return assertNever(jenkins);
  }
}

/** What did not work, in a few words. */
export function failedWords({ mode, url }: JenkinsState & { readonly kind: 'failed' }): string {
  if (mode === 'off') return 'Jenkins could not be stopped';
  return url === null ? `${modeName(mode)} did not come up` : 'Jenkins goes on as it was';
}

const driftLine = (object: string | undefined): string =>
  object === undefined ? 'Not as you asked for' : `Not as you asked for: ${object}`;

function movingTo(to: Mode, from: Mode): string {
  if (to === 'off') return 'Stopping Jenkins';
  return from === 'off' || from === to ? `Starting Jenkins in ${modeName(to)}` : `Switching to ${modeName(to)}`;
}

/** The step that runs and how to stop it. Work of another process is shown and cannot be cancelled from here. */
function stepItems({ jenkins, activity }: Snapshot): readonly TrayItem[] {
  if (jenkins.kind !== 'converging') return [];
  const { step, done, total } = jenkins;
  const where = total > 0 ? `${Math.min(done + 1, total)} of ${total}` : '';
  const line = [where, step].filter((part) => part !== '').join(': ');
  const cancellable = activity.kind === 'working' && activity.cancellable;
  return [
    ...(line === '' ? [] : [text(line)]),
    ...(activity.kind === 'working' ? [action('Cancel', { kind: 'cancel' }, cancellable)] : []),
  ];
}

const noticeItems = ({ notices }: Snapshot): readonly TrayItem[] =>
  notices.map(({ failure }) => show(`! ${failure.title}`, 'overview'));

function modeItems({ engine, intent, jenkins }: Snapshot, working: boolean): readonly TrayItem[] {
  const now = currentMode(jenkins, intent);
  return MODES.map((mode) => ({
    kind: 'radio',
    label: modeName(mode),
    checked: mode === now,
    enabled: engine.kind === 'connected' && !working,
    action: { kind: 'switch', mode },
  }));
}

const currentMode = (jenkins: JenkinsState, intent: Mode): Mode =>
  jenkins.kind === 'running' || jenkins.kind === 'restarting'
    ? jenkins.mode
    : jenkins.kind === 'converging'
      ? jenkins.to
      : jenkins.kind === 'stopped'
        ? 'off'
        : intent;

/** Where Jenkins' page is, if it has one now. */
export const pageOf = (jenkins: JenkinsState): string | null => ('url' in jenkins ? jenkins.url : null);

function openItem(jenkins: JenkinsState): TrayItem {
  const url = pageOf(jenkins);
  const port = url === null ? '' : ` (${new URL(url).port || '80'})`;
  return action(`Open Jenkins${port}`, { kind: 'open' }, url !== null);
}

function buildItems({ builds, jenkins }: Snapshot): readonly TrayItem[] {
  if (jenkins.kind !== 'running') return [];
  if (builds.kind === 'unknown') return [show('Builds: not known', 'builds')];
  const named = builds.list.slice(0, MOST_BUILDS).map((build) => text(`    ${buildName(build)}`));
  const more = builds.running - named.length;
  return [
    show(builds.running === 0 ? 'No builds running' : `${count(builds.running, 'build')} running`, 'builds'),
    ...named,
    ...(named.length > 0 && more > 0 ? [text(`    and ${more} more`)] : []),
  ];
}

/** Mode, address, running builds, GPU load. */
function tooltipOf(snapshot: Snapshot): string {
  const { jenkins, builds, engine } = snapshot;
  const running = jenkins.kind === 'running' && engine.kind !== 'unreachable';
  const parts = running
    ? [
        `${modeName(jenkins.mode)} at ${jenkins.url}`,
        ...(builds.kind === 'known' && builds.running > 0 ? [`${count(builds.running, 'build')} running`] : []),
      ]
    : [stateLine(snapshot)];
  return ['Jenkins Tray', ...parts, ...gpuSummary(snapshot.gpu)].join(' · ');
}
