import type { Failure, Result } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Check } from '../../shared/snapshot.ts';
import type { Facts } from '../observe/facts.ts';
import type { Names } from '../stack/names.ts';
import type { World } from '../world/world.ts';

/** What a check may look at. */
export interface Surroundings {
  readonly world: World;
  readonly settings: Settings;
  /** Why the settings could not be read; the defaults are used instead. */
  readonly problem: Failure | null;
  readonly names: Names;
}

/** What a check found. Several, where it looks at several of a kind. */
export interface Finding {
  readonly state: Check['state'];
  readonly detail: string;
  readonly failure?: Failure;
}
type Findings = Finding | readonly Finding[];

interface Titled {
  readonly id: string;
  readonly title: string;
}

/** A check that can always be made; `look` is what the engine showed. */
interface FreeCheck extends Titled {
  readonly needs: 'nothing';
  run(around: Surroundings, look: Result<Facts>, signal: AbortSignal): Findings | Promise<Findings>;
}

/** A check that is skipped where the engine does not answer. */
interface EngineCheck extends Titled {
  readonly needs: 'engine';
  run(around: Surroundings, facts: Facts, signal: AbortSignal): Findings | Promise<Findings>;
}

/** One check of `jenkins-tray doctor`. It changes nothing; what it throws fails it, and the others go on. */
export type DoctorCheck = FreeCheck | EngineCheck;
