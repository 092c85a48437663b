import { assertNever } from './failure.ts';
import { holdsHome } from './home-job.ts';
import { type BuildsEngine, type JenkinsMode, type Mode, modeName, modeTraits } from './mode.ts';
import type { JenkinsState, Snapshot } from './snapshot.ts';

/** The tray icon's shapes, which the window uses too. */
export type Sign = 'unknown' | 'off' | 'working' | JenkinsMode | 'attention' | 'failed';

/** The state of Jenkins in words, in each form that is shown. */
export interface StateWords {
  readonly sign: Sign;
  /** Window, navigation: a word or two. */
  readonly short: string;
  /** Window, heading: a sentence. */
  readonly title: string;
  /** Window, below the heading: one or two sentences; may be empty. */
  readonly detail: string;
  /** Tray, menu and tooltip: one line. */
  readonly line: string;
  /** Command line, `status`: the text after "Jenkins". */
  readonly status: string;
  /** Diagnostics report: all facts, in the code's terms. */
  readonly report: string;
}

/** Whether this or another process is working, and no switch can begin: window and tray then show it alike. */
export const isWorking = ({ activity, jenkins, job }: Pick<Snapshot, 'activity' | 'jenkins' | 'job'>): boolean =>
  activity.kind === 'working' || jenkins.kind === 'converging' || holdsHome(job);

/** Whether neither a switch nor any job on the home goes on, here or elsewhere. */
export const isQuiet = (snapshot: Pick<Snapshot, 'activity' | 'jenkins' | 'job'>): boolean =>
  !isWorking(snapshot) && snapshot.job?.state !== 'running';

/** For window and tray. Without its engine the state of Jenkins is unknown; in the window, a running switch takes precedence. */
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
  detail: 'Jenkins and its builds run on it. Until it is available, the state of Jenkins is unknown.',
} as const;

/** Every state of Jenkins in words. `firstTime`: there was no request yet. */
export function jenkinsWords(jenkins: JenkinsState, firstTime = false): StateWords {
  switch (jenkins.kind) {
    case 'unknown':
      return {
        sign: 'unknown',
        short: 'Looking…',
        title: 'Looking for Jenkins…',
        detail: '',
        line: 'Checking Docker…',
        status: 'unknown',
        report: 'unknown',
      };
    case 'stopped':
      return {
        sign: 'off',
        short: 'Off',
        title: OFF,
        detail: 'Its home, images and volumes are kept. Start it in either mode.',
        line: firstTime ? 'Jenkins has not been started yet' : OFF,
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
        status: `changing to ${modeName(jenkins.to)}: ${jenkins.step}`,
        report: `${jenkins.from} → ${jenkins.to}, step ${jenkins.done + 1} of ${jenkins.total}: ${jenkins.step}`,
      };
    case 'running':
      return runningWords(jenkins);
    case 'restarting':
      return startingWords(jenkins);
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
            ? `${modeName(jenkins.mode)} did not start`
            : `not changed as requested, at ${jenkins.url}`,
        report: `failed, ${jenkins.mode}, ${jenkins.failure.code}: ${jenkins.failure.title}`,
      };
    default:
      return assertNever(jenkins);
  }
}

const OFF = 'Jenkins is off';

const engineDetail: Readonly<Record<BuildsEngine, string>> = {
  nested: 'Builds use a separate Docker engine, nested in a container.',
  host: 'Builds use this computer’s engine.',
};

/** What it does, and what that means. */
const starts = {
  none: ['starting', 'Its page is not available yet.'],
  loading: ['getting ready', 'It loads its plugins and jobs. Its page is available once that is done.'],
  restarting: ['restarting', 'It was asked to restart, as after an update of plugins. Its page comes back by itself.'],
} as const;

function startingWords({ mode, url, condition }: Extract<JenkinsState, { kind: 'restarting' }>): StateWords {
  const name = modeName(mode);
  const [does, detail] = starts[condition ?? 'none'];
  const title = `Jenkins is ${does} in ${name}`;
  return {
    sign: 'working',
    short: 'Starting…',
    ...{ title, detail, line: title },
    status: `${name}, ${does}, at ${url}`,
    report: `restarting, ${mode}${condition === undefined ? '' : `, ${condition}`}`,
  };
}

/** What a Jenkins that is up waits for. */
const waits = {
  quiet: {
    title: (name: string) => `Jenkins in ${name} prepares for its shutdown`,
    detail: 'Builds that run go on; new ones wait in its queue until that is cancelled on its page.',
    line: 'Jenkins prepares for its shutdown: new builds wait',
    status: 'prepares for its shutdown',
  },
  'set-up': {
    title: (name: string) => `Jenkins in ${name} waits for its set-up`,
    detail:
      'The set-up wizard of its home was never finished. Open Jenkins; the password that it asks for is in secrets/initialAdminPassword of the home.',
    line: 'Jenkins waits for its set-up wizard',
    status: 'its set-up wizard was never finished',
  },
} as const;

const reasonText = ({ reason }: { readonly reason?: string }): readonly string[] =>
  reason === undefined ? [] : [`Asked for: ${/[.!?]$/.test(reason) ? reason : `${reason}.`}`];

function runningWords(jenkins: Extract<JenkinsState, { kind: 'running' }>): StateWords {
  const up = upWords(jenkins);
  if (jenkins.condition === undefined) return up;
  const { title, detail, line, status } = waits[jenkins.condition];
  return {
    ...up,
    ...{ title: title(modeName(jenkins.mode)), detail: [...reasonText(jenkins), detail].join(' '), line },
    status: [`${up.status}, ${status}`, ...(jenkins.reason === undefined ? [] : [jenkins.reason])].join(': '),
    report: `${up.report}, ${jenkins.condition}`,
  };
}

function upWords({ mode, url, version }: Extract<JenkinsState, { kind: 'running' }>): StateWords {
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
  const line = object === undefined ? 'Not as requested' : `Not as requested: ${object}`;
  return {
    sign: 'attention',
    short: 'Changed',
    title: mode === 'off' ? 'Jenkins should be off' : `Jenkins in ${modeName(mode)} is not as requested`,
    detail: 'Something changed it from outside, or its settings changed. Nothing is changed without your consent.',
    line: first ? 'Found containers made by hand' : line,
    status: `not as requested${url === null ? '' : `, at ${url}`}`,
    report: `drifted, ${mode}: ${causes.map((it) => `${it.object} ${it.current} → ${it.desired}`).join('; ')}`,
  };
}

/** What failed, as a short phrase. */
export function failedWords({ mode, url }: Extract<JenkinsState, { kind: 'failed' }>): string {
  if (mode === 'off') return 'Jenkins could not be stopped';
  return url === null ? `${modeName(mode)} did not start` : 'Jenkins runs unchanged';
}

const STOPPING = 'Stopping Jenkins';

/** What is being done, as a heading; `from` is null until it is known. */
export function moveTitle(from: Mode | null, to: Mode): string {
  if (to === 'off') return STOPPING;
  const name = modeName(to);
  if (from === null) return `Starting Jenkins in ${name}`;
  if (from === 'off') return `Starting Jenkins in ${name}`;
  return from === to ? `Recreating Jenkins in ${name}` : `Moving Jenkins from ${modeName(from)} to ${name}`;
}

/** What a cancelled request does; `to`: the mode before it. */
export const backLine = (to: Mode): string =>
  to === 'off' ? 'Cancelling: Jenkins goes off again' : `Cancelling: going back to ${modeName(to)}`;

/** Like `moveTitle`, shorter, for the tray. */
export function moveLine(from: Mode, to: Mode): string {
  if (to === 'off') return STOPPING;
  return from === 'off' || from === to ? `Starting Jenkins in ${modeName(to)}` : `Switching to ${modeName(to)}`;
}
