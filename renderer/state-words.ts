import { assertNever } from '../electron/shared/failure.ts';
import { type Mode, modeName } from '../electron/shared/mode.ts';
import type { JenkinsState, Snapshot } from '../electron/shared/snapshot.ts';
import { strings } from './strings.ts';

/** The shapes of the tray icon; the window uses the same, so that one explains the other. */
export type Sign = 'unknown' | 'off' | 'working' | 'dind' | 'dood' | 'attention' | 'failed';

export interface StateWords {
  readonly sign: Sign;
  /** For the navigation: a word or two. */
  readonly short: string;
  /** A sentence. */
  readonly title: string;
  /** One or two more sentences; empty where there is nothing to add. */
  readonly detail: string;
}

/** How Jenkins stands, for people. */
export function stateWords({ engine, jenkins }: Pick<Snapshot, 'engine' | 'jenkins'>): StateWords {
  const s = strings.state;
  if (engine.kind === 'unreachable' && jenkins.kind !== 'converging')
    return { sign: 'failed', short: s.noEngine, title: s.engineTitle, detail: s.engineDetail };
  switch (jenkins.kind) {
    case 'unknown':
      return { sign: 'unknown', short: s.looking, title: s.lookingTitle, detail: '' };
    case 'stopped':
      return { sign: 'off', short: s.off, title: s.offTitle, detail: s.offDetail };
    case 'converging':
      return { sign: 'working', short: s.working, title: towards(jenkins.from, jenkins.to), detail: '' };
    case 'running':
      return {
        sign: jenkins.mode,
        short: modeName(jenkins.mode),
        title: s.runningTitle(modeName(jenkins.mode)),
        detail: s.runningDetail[jenkins.mode],
      };
    case 'restarting':
      return {
        sign: 'working',
        short: s.restarting,
        title: s.restartingTitle(modeName(jenkins.mode)),
        detail: s.restartingDetail,
      };
    case 'drifted':
      return {
        sign: 'attention',
        short: s.drifted,
        title: s.driftedTitle(modeName(jenkins.mode)),
        detail: s.driftedDetail,
      };
    case 'failed':
      return { sign: 'failed', short: s.failed, title: jenkins.failure.title, detail: '' };
    default:
      return assertNever(jenkins);
  }
}

/** What is being done; before the run says where it comes from, where it goes. */
export const runTitle = (to: Mode, jenkins: JenkinsState): string =>
  jenkins.kind === 'converging'
    ? towards(jenkins.from, jenkins.to)
    : to === 'off'
      ? strings.state.stopping
      : strings.state.goingTo(modeName(to));

function towards(from: Mode, to: Mode): string {
  const s = strings.state;
  if (to === 'off') return s.stopping;
  if (from === 'off') return s.starting(modeName(to));
  return from === to ? s.renewing(modeName(to)) : s.moving(modeName(from), modeName(to));
}
