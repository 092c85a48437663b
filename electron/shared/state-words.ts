import { assertNever } from './failure.ts';
import { type BuildsEngine, type JenkinsMode, type Mode, modeName, modeTraits } from './mode.ts';
import type { JenkinsState, Snapshot } from './snapshot.ts';

/** The shapes of the tray icon; the window uses the same, so that one explains the other. */
export type Sign = 'unknown' | 'off' | 'working' | JenkinsMode | 'attention' | 'failed';

/** How Jenkins stands, for people, in each form that something shows. */
export interface StateWords {
  readonly sign: Sign;
  /** Window, navigation: a word or two. */
  readonly short: string;
  /** Window, heading: a sentence. */
  readonly title: string;
  /** Window, below the heading: one or two more sentences; empty where there is nothing to add. */
  readonly detail: string;
  /** Tray, menu and tooltip: one line. */
  readonly line: string;
  /** Command line, `status`: what stands after "Jenkins". */
  readonly status: string;
  /** Diagnostics report: all facts, in the code's own words. */
  readonly report: string;
}

/** For window and tray. Without its engine nothing can be said about Jenkins; in the window, what is under way goes first. */
export function stateWords({ engine, jenkins, firstTime }: Pick<Snapshot, 'engine' | 'jenkins' | 'firstTime'>) {
  const words = jenkinsWords(jenkins, firstTime);
  if (engine.kind !== 'unreachable') return words;
  const line = engine.failure.title;
  return jenkins.kind === 'converging' ? { ...words, line } : { ...words, ...noEngine, line };
}

const noEngine = {
  sign: 'failed',
  short: 'No engine',
  title: 'The Docker engine cannot be used',
  detail: 'Jenkins and its builds run on it. Until it is back, nothing can be said about Jenkins.',
} as const;

/** Every state of Jenkins in words. `firstTime`: nothing was ever asked for. */
export function jenkinsWords(jenkins: JenkinsState, firstTime = false): StateWords {
  switch (jenkins.kind) {
    case 'unknown':
      return {
        sign: 'unknown',
        short: 'Looking…',
        title: 'Looking for Jenkins…',
        detail: '',
        line: 'Looking at Docker…',
        status: 'not known',
        report: 'unknown',
      };
    case 'stopped':
      return {
        sign: 'off',
        short: 'Off',
        title: OFF,
        detail: 'Its home, images and volumes are kept. Start it in either mode.',
        line: firstTime ? 'Jenkins was not started yet' : OFF,
        status: 'off',
        report: 'stopped',
      };
    case 'converging':
      return {
        sign: 'working',
        short: 'Working…',
        title: moveTitle(jenkins.from, jenkins.to),
        detail: '',
        line: moveLine(jenkins.from, jenkins.to),
        status: `on the way to ${modeName(jenkins.to)}: ${jenkins.step}`,
        report: `${jenkins.from} → ${jenkins.to}, step ${jenkins.done + 1} of ${jenkins.total}: ${jenkins.step}`,
      };
    case 'running':
      return runningWords(jenkins);
    case 'restarting': {
      const name = modeName(jenkins.mode);
      return {
        sign: 'working',
        short: 'Starting…',
        title: `Jenkins is starting in ${name}`,
        detail: 'Its page does not answer yet.',
        line: `Jenkins is starting in ${name}`,
        status: `${name}, starting, at ${jenkins.url}`,
        report: `restarting, ${jenkins.mode}`,
      };
    }
    case 'drifted':
      return driftedWords(jenkins, firstTime);
    case 'failed':
      return {
        sign: 'failed',
        short: 'Failed',
        title: jenkins.failure.title,
        detail: '',
        line: `${failedWords(jenkins)}: ${jenkins.failure.title}`,
        status:
          jenkins.url === null
            ? `${modeName(jenkins.mode)} did not come up`
            : `not changed to what you asked for, at ${jenkins.url}`,
        report: `failed, ${jenkins.mode}, ${jenkins.failure.code}: ${jenkins.failure.title}`,
      };
    default:
      return assertNever(jenkins);
  }
}

const OFF = 'Jenkins is off';

const engineDetail: Readonly<Record<BuildsEngine, string>> = {
  nested: 'Builds use an engine of their own, nested in a container.',
  host: 'Builds use this computer’s engine.',
};

function runningWords({ mode, url, version }: Extract<JenkinsState, { kind: 'running' }>): StateWords {
  const name = modeName(mode);
  return {
    sign: mode,
    short: name,
    title: `Jenkins is running in ${name}`,
    detail: engineDetail[modeTraits[mode].engine],
    line: `Jenkins${version === '' ? '' : ` ${version}`} runs in ${name}`,
    status: `${name} at ${url}${version === '' ? '' : ` (${version})`}`,
    report: `running, ${mode}, ${version}, ${url}`,
  };
}

function driftedWords({ mode, url, causes }: Extract<JenkinsState, { kind: 'drifted' }>, first: boolean): StateWords {
  const object = causes[0]?.object;
  const line = object === undefined ? 'Not as you asked for' : `Not as you asked for: ${object}`;
  return {
    sign: 'attention',
    short: 'Changed',
    title: mode === 'off' ? 'Jenkins should be off' : `Jenkins in ${modeName(mode)} is not as you asked for`,
    detail: 'Something changed it from outside, or its settings changed. Nothing is changed without your consent.',
    line: first ? 'Containers that were made by hand are there' : line,
    status: `not as asked for${url === null ? '' : `, at ${url}`}`,
    report: `drifted, ${mode}: ${causes.map((it) => `${it.object} ${it.current} → ${it.desired}`).join('; ')}`,
  };
}

/** What failed, in a few words. */
export function failedWords({ mode, url }: Extract<JenkinsState, { kind: 'failed' }>): string {
  if (mode === 'off') return 'Jenkins could not be stopped';
  return url === null ? `${modeName(mode)} did not come up` : 'Jenkins goes on as it was';
}

const STOPPING = 'Stopping Jenkins';

/** What is being done, as a heading; `from` is null until the run says where it comes from. */
export function moveTitle(from: Mode | null, to: Mode): string {
  if (to === 'off') return STOPPING;
  const name = modeName(to);
  if (from === null) return `Bringing Jenkins up in ${name}`;
  if (from === 'off') return `Starting Jenkins in ${name}`;
  return from === to ? `Renewing Jenkins in ${name}` : `Moving Jenkins from ${modeName(from)} to ${name}`;
}

/** The same in the tray, which is short of room. */
export function moveLine(from: Mode, to: Mode): string {
  if (to === 'off') return STOPPING;
  return from === 'off' || from === to ? `Starting Jenkins in ${modeName(to)}` : `Switching to ${modeName(to)}`;
}
