import type { Failure, Result } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Check } from '../../shared/snapshot.ts';
import type { FullFacts } from '../observe/facts.ts';
import type { Names } from '../stack/names.ts';
import type { World } from '../world/world.ts';

/** What checks can use. */
export interface CheckInputs {
  readonly world: World;
  readonly settings: Settings;
  /** Why the settings could not be read; then `settings` are the defaults. */
  readonly problem: Failure | null;
  readonly names: Names;
}

/** A result of a check, which may have several, such as one per port. */
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

/** A check that always runs; `observed`: the facts, or why the engine is unreachable. */
interface FreeCheck extends Titled {
  readonly needs: 'nothing';
  run(inputs: CheckInputs, observed: Result<FullFacts>, signal: AbortSignal): Findings | Promise<Findings>;
}

/** A check that is skipped if the engine is unreachable. */
interface EngineCheck extends Titled {
  readonly needs: 'engine';
  run(inputs: CheckInputs, facts: FullFacts, signal: AbortSignal): Findings | Promise<Findings>;
}

/** One check of `jenkins-tray doctor`. It changes nothing; if it throws, only this check fails. */
export type DoctorCheck = FreeCheck | EngineCheck;
