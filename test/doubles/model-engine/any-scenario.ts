import fc from 'fast-check';
import type { JenkinsMode, Mode } from '../../../electron/shared/mode.ts';
import type { PlannedFault } from './faults.ts';

/** What a stranger, a container that is not ours, is and has. */
export interface Stranger {
  readonly image: 'some-image' | 'jenkins/jenkins';
  readonly mounts: 'home' | 'inside' | 'above' | 'none';
  readonly readOnly: boolean;
  readonly onNetwork: boolean;
  readonly hasPort: boolean;
  /** It began before our containers. */
  readonly isOlder: boolean;
}

/** What one process of the product is asked for, and what goes wrong meanwhile. */
export interface Request {
  readonly mode: Mode;
  readonly agrees: boolean;
  readonly purges: boolean;
  readonly faults: readonly PlannedFault[];
  /** What happens at one of its calls. */
  readonly meanwhile: { readonly nth: number; readonly what: Meanwhile } | null;
}

/** A mode: another process asks for it. `instead`: the same process does. */
export type Meanwhile = Mode | `instead ${Mode}` | (typeof OTHERS)[number];
const OTHERS = [
  'cancel',
  'engine restart',
  'clock forward',
  'clock back',
  'ports change',
  'a Jenkins by hand',
] as const;

/** `folder's`: another settings folder, or another user, has made it. */
type Before = 'nothing' | 'new home' | JenkinsMode | `hand-made ${JenkinsMode}` | `another folder's ${JenkinsMode}`;

export interface Scenario {
  readonly before: Before;
  readonly change: 'none' | 'ports' | 'dns' | 'both';
  readonly tampered: 'no' | 'stopped' | 'paused' | 'killed' | 'nested stopped' | 'network gone' | 'dead' | 'removing';
  readonly builds: 'none' | 'running' | 'hidden';
  readonly strangers: readonly Stranger[];
  /** How containers behave that are created from now on. */
  readonly newOnes: 'start' | 'never ready' | 'loop';
  readonly requests: readonly Request[];
}

const modes = fc.constantFrom<Mode>('dind', 'dood', 'off');
const nth = fc.integer({ min: 1, max: 120 });

const fault: fc.Arbitrary<PlannedFault> = fc
  .tuple(
    nth,
    fc.constantFrom(
      { kind: 'fail', status: 500, text: 'device or resource busy' } as const,
      { kind: 'fail', status: 409, text: 'is being removed' } as const,
      { kind: 'break', carriedOut: true } as const,
      { kind: 'break', carriedOut: false } as const,
      { kind: 'drop' } as const,
      { kind: 'drop', carriedOut: false } as const,
      { kind: 'delay', ms: 5000 } as const,
      { kind: 'crash', carriedOut: true } as const,
      { kind: 'crash', carriedOut: false } as const,
    ),
  )
  .map(([at, what]) => ({ call: '', nth: at, fault: what }));

const request: fc.Arbitrary<Request> = fc.record({
  mode: modes,
  agrees: fc.boolean(),
  purges: fc.boolean(),
  faults: fc.array(fault, { maxLength: 2 }),
  meanwhile: fc.option(
    fc.record({
      nth,
      what: fc.oneof<fc.Arbitrary<Meanwhile>[]>(
        modes,
        modes.map((mode): Meanwhile => `instead ${mode}`),
        fc.constantFrom<Meanwhile>(...OTHERS),
      ),
    }),
    { freq: 2 },
  ),
});

const stranger: fc.Arbitrary<Stranger> = fc.record({
  image: fc.constantFrom('some-image', 'jenkins/jenkins'),
  mounts: fc.constantFrom('home', 'inside', 'above', 'none', 'none'),
  readOnly: fc.boolean(),
  onNetwork: fc.boolean(),
  hasPort: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  isOlder: fc.boolean(),
});

/** Any state of a machine, what is asked for, and what goes wrong. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  before: fc.constantFrom<Before>(
    'nothing',
    'new home',
    'dind',
    'dind',
    'dind',
    'dood',
    'dood',
    'dood',
    'hand-made dind',
    'hand-made dood',
    "another folder's dind",
    "another folder's dood",
  ),
  change: fc.constantFrom('none', 'ports', 'dns', 'both'),
  tampered: fc.constantFrom(
    'no',
    'no',
    'stopped',
    'paused',
    'killed',
    'nested stopped',
    'network gone',
    'dead',
    'removing',
  ),
  builds: fc.constantFrom('none', 'none', 'running', 'hidden'),
  strangers: fc.array(stranger, { maxLength: 2 }),
  newOnes: fc.constantFrom('start', 'start', 'never ready', 'loop'),
  requests: fc.array(request, { minLength: 1, maxLength: 3 }),
});
