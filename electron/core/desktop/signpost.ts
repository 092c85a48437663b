import { isEveryAddress } from '../../shared/address.ts';
import { JENKINS_MODES, type JenkinsMode } from '../../shared/mode.ts';
import { portOf } from '../../shared/port-of.ts';
import type { Settings } from '../../shared/settings.ts';
import { type Activity, type JenkinsState, pageOf, type Snapshot } from '../../shared/snapshot.ts';
import { unbracketed } from '../../shared/unbracketed.ts';

/** What a port without a Jenkins tells: where it runs, or that it starts in a mode. */
export type Sign =
  | { readonly kind: 'there'; readonly url: string }
  | { readonly kind: 'starting'; readonly mode: JenkinsMode };

/**
 * The signs to put up, by port. None where both modes have one port, where Jenkins is off, for an engine elsewhere, whose
 * ports are not this computer's, and on ports that a starting Jenkins needs (`wanted`).
 */
export function signsOf(
  { jenkins, activity }: Pick<Snapshot, 'jenkins' | 'activity'>,
  { desktop, ports }: Pick<Settings, 'desktop' | 'ports'>,
  wanted: ReadonlySet<number>,
): ReadonlyMap<number, Sign> {
  const sign = signOf({ jenkins, activity });
  if (sign === null || !desktop.signpost || ports.dind === ports.dood) return new Map();
  const url = pageOf(jenkins);
  const running = 'mode' in jenkins && url !== null ? jenkins.mode : null;
  const taken = url === null ? null : portOf(url);
  const idle = JENKINS_MODES.filter((mode) => mode !== running).map((mode) => ports[mode]);
  return new Map(idle.filter((port) => port !== taken && !wanted.has(port)).map((port) => [port, sign]));
}

/**
 * The address to listen at: the one of the page that is there, so that a changed setting opens nothing before Jenkins itself
 * has it; else that of the settings. Without brackets.
 */
export function signAddressOf({ jenkins }: Pick<Snapshot, 'jenkins'>, { address }: Pick<Settings, 'address'>): string {
  const url = pageOf(jenkins);
  const page = url === null ? null : unbracketed(new URL(url).hostname);
  // A page on all networks has the loopback address in its URL; one that is not as requested may be on that alone.
  const isAsRequested = jenkins.kind !== 'drifted' && jenkins.kind !== 'failed';
  return page === null || (isEveryAddress(address) && isAsRequested) ? unbracketed(address) : page;
}

/** What there is to tell; null: Jenkins neither runs nor starts. */
export function signOf({ jenkins, activity }: Pick<Snapshot, 'jenkins' | 'activity'>): Sign | null {
  const url = pageOf(jenkins);
  const target = startingMode(jenkins, activity);
  if (url !== null) return { kind: 'there', url };
  return target === null ? null : { kind: 'starting', mode: target };
}

/** The mode that Jenkins starts in, by this process or another; null: it does not start. */
function startingMode(jenkins: JenkinsState, activity: Activity): JenkinsMode | null {
  const elsewhere = jenkins.kind === 'converging' ? jenkins.to : 'off';
  const mode = activity.kind === 'working' ? (activity.backTo ?? activity.to) : elsewhere;
  return mode === 'off' ? null : mode;
}
