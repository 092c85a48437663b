import { err, failureOf, ok, type Result } from '../../shared/failure.ts';
import type { Check } from '../../shared/snapshot.ts';
import type { FullFacts } from '../observe/facts.ts';
import { locateHome } from '../observe/locate-home.ts';
import { observe } from '../observe/observe.ts';
import { observePreflight } from '../observe/preflight.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import type { CheckInputs, DoctorCheck, Finding } from './check.ts';
import { CHECKS } from './checks.ts';

/** Runs all checks; changes nothing. Checks that cannot run are skipped, with the reason. */
export async function diagnose(given: World, signal: AbortSignal): Promise<readonly Check[]> {
  // An engine that does not answer is told by its own check.
  const world = await locateHome(given, signal).catch(() => given);
  const { settings, problem } = world.settings.load();
  const inputs: CheckInputs = { world, settings, problem, names: namesOf(settings.instance, world.owner.load()) };
  const observed = await observeAll(inputs, signal);
  const checks: Check[] = [];
  for (const check of CHECKS) {
    const { id, title } = check;
    for (const { state, detail, failure = null } of await findingsOf(check, inputs, observed, signal))
      checks.push({ id, title, state, detail, failure });
  }
  return checks;
}

async function observeAll({ world, settings, names }: CheckInputs, signal: AbortSignal): Promise<Result<FullFacts>> {
  const scope = { settings, names, home: world.home };
  try {
    return ok(await observePreflight(world, scope, await observe(world, scope, signal), signal));
  } catch (thrown) {
    return err(failureOf(thrown));
  }
}

/** The findings of a check. Throws only `run/interrupted`. */
async function findingsOf(
  check: DoctorCheck,
  inputs: CheckInputs,
  observed: Result<FullFacts>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    if (check.needs === 'nothing') return [await check.run(inputs, observed, signal)].flat();
    if (!observed.ok) return [{ state: 'skipped', detail: 'needs the engine' }];
    return [await check.run(inputs, observed.value, signal)].flat();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.code === 'run/interrupted') throw thrown;
    return [{ state: 'failed', detail: failure.title, failure }];
  }
}
