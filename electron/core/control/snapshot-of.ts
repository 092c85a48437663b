import type { Failure, Result } from '../../shared/failure.ts';
import { buildsWithoutGpus } from '../../shared/failures/gpu-containers.ts';
import { bootFailed } from '../../shared/failures/jenkins-start.ts';
import { homeRestored } from '../../shared/failures/snapshot.ts';
import { stateDamaged } from '../../shared/failures/state-files.ts';
import { toolkitNotice } from '../../shared/gpu.ts';
import { hasNestedEngine, type JenkinsMode, type Mode } from '../../shared/mode.ts';
import { abortedId, givenUpId, leftId, type Notice, pluginsId, restoredId } from '../../shared/notice.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Build, BuildsState, Intent, JenkinsState, Queued } from '../../shared/snapshot.ts';
import type { Facts } from '../observe/facts.ts';
import { runningMode, runningUrl } from '../observe/observe.ts';
import { causesOf } from '../plan/causes.ts';
import { onlyCleansUp } from '../plan/clean-up.ts';
import type { Plan } from '../plan/inputs.ts';
import { onlyWaits, type Step } from '../plan/steps.ts';
import type { Names } from '../stack/names.ts';
import { pageUrl } from '../stack/page-url.ts';
import type { DamagedFile } from '../world/stores.ts';

/** The state of Jenkins, from the facts and the remaining plan. */
export function jenkinsStateOf(
  facts: Facts,
  plan: Plan,
  intent: Intent,
  settings: Settings,
  names: Names,
): JenkinsState {
  const actualUrl = foundAt(facts) ?? runningUrl(facts.containers, { names, settings });
  // What failed may have been made good since: the settings are as before, or the user started it.
  const isStillWrong = plan.steps.length > 0 || (intent.mode !== 'off' && facts.page?.kind !== 'ready');
  if (intent.state === 'failed' && intent.failure !== null && isStillWrong)
    return { kind: 'failed', mode: intent.mode, failure: intent.failure, url: actualUrl };
  const version = facts.page?.kind === 'ready' ? facts.page.version : '';
  const isReported = intent.left !== null && onlyCleansUp(plan.steps, intent.mode);
  if (!isReported && !plan.steps.every((step) => onlyWaits(step) || isKeptNetwork(step, intent)))
    return { kind: 'drifted', mode: intent.mode, url: actualUrl, version, causes: causesOf(plan) };
  if (intent.mode === 'off') return { kind: 'stopped' };
  const url = foundAt(facts) ?? pageUrl(settings, intent.mode);
  return pageStateOf(facts, intent, intent.mode, url);
}

/** The state of a Jenkins that is as requested, by what its page says. */
function pageStateOf(facts: Facts, intent: Intent, mode: JenkinsMode, url: string): JenkinsState {
  const { page, condition } = facts;
  if (page?.kind === 'ready') {
    const more =
      condition === 'set-up' ? { condition } : condition === 'quiet' ? { condition, ...reasonOf(facts, intent) } : {};
    return { kind: 'running', mode, url, version: page.version, ...more };
  }
  if (condition === 'boot-failed') return { kind: 'failed', mode, failure: bootFailed(url), url };
  const more = condition === 'loading' || condition === 'restarting' ? { condition } : {};
  return { kind: 'restarting', mode, url, ...more };
}

/** Who asked Jenkins to prepare for its shutdown: this app itself, or whoever wrote a reason. */
function reasonOf({ containers, quietReason }: Facts, { quieted = null }: Intent): { readonly reason?: string } {
  if (containers.some(({ id }) => id === quieted)) return { reason: 'Jenkins Tray, while it waits for builds' };
  return quietReason === undefined ? {} : { reason: quietReason };
}

/** Where the page is, if Jenkins has a prefix or https that its address lacks; null: at its address, or not known. */
const foundAt = ({ page }: Facts): string | null => (page?.kind === 'ready' ? (page.at ?? null) : null);

/** The state of Jenkins where no plan can be made; `failure`: why. */
export function unplannedStateOf(
  facts: Facts,
  { mode }: Intent,
  failure: Failure,
  settings: Settings,
  names: Names,
): JenkinsState {
  const url = foundAt(facts) ?? runningUrl(facts.containers, { names, settings });
  const isUp = mode !== 'off' && runningMode(facts.containers, names) === mode && facts.page?.kind === 'ready';
  return isUp && url !== null
    ? { kind: 'running', mode, url, version: facts.page?.kind === 'ready' ? facts.page.version : '' }
    : { kind: 'failed', mode, failure, url };
}

/**
 * Whether a step removes a network that an earlier `down` kept for somebody else: once nobody is in it, the next `down`
 * removes it, and until then nothing is wrong.
 */
const isKeptNetwork = ({ kind }: Step, { state }: Intent): boolean => kind === 'remove-network' && state === 'settled';

/** Running builds for the snapshot; `builds` is null if no Jenkins runs. */
export function buildsStateOf(builds: Result<readonly Build[]> | null, queue: readonly Queued[] = []): BuildsState {
  if (builds === null) return { kind: 'known', running: 0, list: [] };
  if (!builds.ok) return { kind: 'unknown', why: builds.failure.title, running: 0 };
  const waiting = queue.length === 0 ? {} : { queue };
  return { kind: 'known', running: builds.value.length, list: builds.value, ...waiting };
}

/**
 * What the user should know besides the state: what is wrong with the settings file (`problem`), why the last request
 * was given up, why there are no GPUs, what is left over, what the plan leaves as it is. `plan`: what is left to do;
 * null if unknown. `damaged`: files of the settings folder.
 */
export function noticesOf(
  intent: Intent,
  problem: Failure | null,
  plan: Plan | null,
  damaged: readonly DamagedFile[] = [],
): readonly Notice[] {
  const isGone = plan?.steps.length === 0;
  const notice = (id: string, failure: Failure | null): Notice[] => (failure === null ? [] : [{ id, failure }]);
  return [
    ...notice('settings', problem),
    ...damaged.map(({ file, copy }) => ({ id: `damaged:${copy}`, failure: stateDamaged(file, copy) })),
    ...(intent.state === 'failed' ? [] : notice(givenUpId(intent.id), intent.failure)),
    ...notice(leftId(intent.id), isGone ? null : intent.left),
    ...(hasNestedEngine(intent.mode) ? notice('gpuless', intent.gpuless) : []),
    ...toolkitNoticeOf(intent),
    ...notice(restoredId(intent.id), restoredOf(intent) ?? intent.replacedHome ?? null),
    ...notice(abortedId(intent.id), intent.aborted ?? null),
    ...(intent.mode === 'off' ? [] : notice(pluginsId(intent.id), intent.plugins ?? null)),
    ...(plan?.notices ?? []),
  ];
}

/** A restore that is done, which a process that was killed may have begun. */
function restoredOf({ restore, state }: Intent): Failure | null {
  if (restore?.state !== 'done' || state !== 'settled' || restore.home === undefined) return null;
  return homeRestored(restore.snapshot, restore.home, restore.replaced ?? null);
}

function toolkitNoticeOf({ mode, toolkitFrom }: Intent): readonly Notice[] {
  if (!hasNestedEngine(mode) || toolkitFrom === null) return [];
  return [{ id: toolkitNotice(toolkitFrom), failure: buildsWithoutGpus(toolkitFrom) }];
}

/** The mode of the running Jenkins; if none runs, the last mode that was reached. */
export const modeNow = (facts: Facts, intent: Intent, names: Names): Mode =>
  runningMode(facts.containers, names) ?? (intent.state === 'settled' ? intent.mode : intent.from);
