import { err, failureOf, ok, type Result } from '../../shared/failure.ts';
import type { Check } from '../../shared/snapshot.ts';
import type { Facts } from '../observe/facts.ts';
import { observe, observePreflight } from '../observe/observe.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';
import type { DoctorCheck, Finding, Surroundings } from './check.ts';
import { CHECKS } from './checks.ts';

/** Looks at everything that Jenkins needs; changes nothing. Checks that cannot be made are skipped, with the reason. */
export async function diagnose(world: World, signal: AbortSignal): Promise<readonly Check[]> {
  const { settings, problem } = world.settings.load();
  const around: Surroundings = { world, settings, problem, names: namesOf(settings.instance) };
  const look = await lookAround(around, signal);
  const checks: Check[] = [];
  for (const check of CHECKS) {
    const { id, title } = check;
    for (const { state, detail, failure = null } of await findingsOf(check, around, look, signal))
      checks.push({ id, title, state, detail, failure });
  }
  return checks;
}

async function lookAround({ world, settings, names }: Surroundings, signal: AbortSignal): Promise<Result<Facts>> {
  const scope = { settings, names, home: world.home };
  try {
    return ok(await observePreflight(world, scope, await observe(world, scope, signal), signal));
  } catch (thrown) {
    return err(failureOf(thrown));
  }
}

/** Throws `run/interrupted` alone. */
async function findingsOf(
  check: DoctorCheck,
  around: Surroundings,
  look: Result<Facts>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    if (check.needs === 'nothing') return [await check.run(around, look, signal)].flat();
    if (!look.ok) return [{ state: 'skipped', detail: 'needs the engine' }];
    return [await check.run(around, look.value, signal)].flat();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.code === 'run/interrupted') throw thrown;
    return [{ state: 'failed', detail: failure.title, failure }];
  }
}
