import { buildName } from '../../shared/build-name.ts';
import { count } from '../../shared/format.ts';
import { holdsHome, jobTitle } from '../../shared/home-job.ts';
import { MODES, type Mode, modeName, otherMode } from '../../shared/mode.ts';
import { type Build, isUp, type JenkinsState, pageOf, type Snapshot } from '../../shared/snapshot.ts';
import { isWorking } from '../../shared/state-words.ts';
import { action, show, text } from './menu-items.ts';
import { stateLine } from './state-line.ts';
import type { TrayItem } from './tray-model.ts';

/** Running builds in the menu; the window shows all. */
const MAX_BUILDS = 4;

/** The state of Jenkins, the running step and notices. */
export const stateItems = (snapshot: Snapshot): readonly TrayItem[] => [
  text(stateLine(snapshot)),
  ...stepItems(snapshot),
  ...jobItems(snapshot),
  ...snapshot.notices.map(({ failure }) => show(`! ${failure.title}`, 'overview')),
];

/** The running step and Cancel, also for the work of another process. */
function stepItems({ jenkins, activity }: Snapshot): readonly TrayItem[] {
  if (jenkins.kind !== 'converging') return [];
  const { step, done, total } = jenkins;
  const where = total > 0 ? `${Math.min(done + 1, total)} of ${total}` : '';
  const line = [where, step].filter((part) => part !== '').join(': ');
  return [
    ...(line === '' ? [] : [text(line)]),
    ...(activity.kind === 'working' && activity.backTo !== undefined
      ? []
      : [action('Cancel', { kind: 'cancel' }, activity.kind === 'idle' || activity.cancellable)]),
  ];
}

/** The work on snapshots of the home: what it is, if the state does not say so, and Cancel. */
function jobItems({ job, activity }: Snapshot): readonly TrayItem[] {
  if (job?.state !== 'running') return [];
  const isTold = holdsHome(job) && activity.kind !== 'working';
  return [
    ...(isTold ? [] : [show(jobTitle(job), 'snapshots')]),
    // A switch has a Cancel of its own.
    ...(activity.kind === 'working' ? [] : [action('Cancel', { kind: 'cancel-job' }, !job.isCancelled)]),
  ];
}

/** The modes to switch to. */
export function modeItems(snapshot: Snapshot): readonly TrayItem[] {
  const { engine, intent, jenkins } = snapshot;
  const now = currentMode(jenkins, intent);
  return MODES.map((mode) => ({
    kind: 'radio',
    label: modeName(mode),
    checked: mode === now,
    enabled: engine.kind === 'connected' && !isWorking(snapshot),
    action: { kind: 'switch', mode },
  }));
}

function currentMode(jenkins: JenkinsState, intent: Mode): Mode {
  switch (jenkins.kind) {
    case 'running':
    case 'restarting':
      return jenkins.mode;
    case 'converging':
      return jenkins.to;
    default:
      return intent;
  }
}

/** The other mode, once the running builds have ended; only while builds run. */
export function whenIdleItems(snapshot: Snapshot): readonly TrayItem[] {
  const { jenkins, builds, engine } = snapshot;
  if (jenkins.kind !== 'running' || builds.running === 0) return [];
  const mode = otherMode(jenkins.mode);
  const label = `Switch to ${modeName(mode)} when builds are done`;
  const can = engine.kind === 'connected' && !isWorking(snapshot);
  return [action(label, { kind: 'switch-when-idle', mode }, can)];
}

/** Opens Jenkins' page. */
export function pageItem({ jenkins }: Snapshot): TrayItem {
  const url = pageOf(jenkins);
  const port = url === null ? '' : ` (${new URL(url).port || '80'})`;
  return action(`Open Jenkins${port}`, { kind: 'open' }, url !== null);
}

/** Updates Jenkins; only a running one. */
export function updateItems(snapshot: Snapshot): readonly TrayItem[] {
  const { jenkins, engine } = snapshot;
  if (jenkins.kind !== 'running') return [];
  const can = engine.kind === 'connected' && !isWorking(snapshot);
  return [action('Update Jenkins…', { kind: 'update', mode: jenkins.mode }, can)];
}

/** A build whose address is known opens its page. */
const buildItem = (build: Build): TrayItem =>
  build.url === ''
    ? text(`    ${buildName(build)}`)
    : action(`    ${buildName(build)}`, { kind: 'open-build', url: build.url });

export function buildItems({ builds, jenkins }: Snapshot): readonly TrayItem[] {
  if (!isUp(jenkins)) return [];
  if (builds.kind === 'unknown') return [show('Builds: unknown', 'builds')];
  const named = builds.list.slice(0, MAX_BUILDS).map(buildItem);
  const more = builds.running - named.length;
  return [
    show(builds.running === 0 ? 'No builds running' : `${count(builds.running, 'build')} running`, 'builds'),
    ...named,
    ...(named.length > 0 && more > 0 ? [text(`    and ${more} more`)] : []),
    ...(builds.queue === undefined ? [] : [show(`${builds.queue.length} waiting in the queue`, 'builds')]),
  ];
}
