import { FailureError } from '../../shared/failure.ts';
import { noRoomForSnapshot, noSwitchWithoutSnapshot } from '../../shared/failures/snapshot.ts';
import type { HomeSnapshot } from '../../shared/home-snapshot.ts';
import { homeFact } from '../observe/home-fact.ts';
import type { Step } from '../plan/steps.ts';
import { placeOf } from '../stack/page-url.ts';
import { besides, confirmHomeFree } from './confirm-home.ts';
import { drainerOf } from './drainer.ts';
import type { Execution } from './execution.ts';
import { makeSnapshot, measureSnapshot, type SnapshotWish } from './make-snapshot.ts';
import { whileHeld } from './while-held.ts';

type Keep = Step & { kind: 'snapshot-home' };

/**
 * Takes a snapshot of the home before a Jenkins of another version or mode uses it, and notes it with the upgrade or the
 * request, so that it is made once. One that is noted while Jenkins still runs is of an earlier try, and outdated. Throws
 * `home/in-use` and `snapshot/not-made`.
 */
export async function keepHome(step: Keep, run: Execution, signal: AbortSignal): Promise<void> {
  const { upgrades, intent } = run.world;
  const upgrade = step.reason === 'upgrade' ? upgrades.load() : null;
  if (step.reason === 'upgrade' && upgrade === null) return;
  const note = (name: string | null): Promise<void> =>
    upgrade === null
      ? intent.save({ ...intent.load(), snapshot: name })
      : upgrades.save({ ...upgrade, snapshot: name });
  const noted = upgrade === null ? (intent.load().snapshot ?? null) : upgrade.snapshot;
  if (noted !== null && step.jenkins === null) return;
  if (noted !== null) await note(null);
  const jenkins = upgrade === null ? (await homeFact(run.world)).version : upgrade.before.jenkins;
  const mode = upgrade?.mode ?? intent.load().from;
  const wish: SnapshotWish = {
    ...{ reason: step.reason, mode, jenkins, state: 'stopped', image: step.image },
    without: upgrade === null && !run.settings.snapshots.workspaces ? 'rebuilt' : 'nothing',
  };
  const making = step.jenkins === null ? ofStopped(wish, run, signal) : ofRunning(step.jenkins, wish, run, signal);
  const made = await making.catch((thrown: unknown) => {
    if (step.reason !== 'switch' || !(thrown instanceof FailureError)) throw thrown;
    throw new FailureError(noSwitchWithoutSnapshot(thrown.failure), thrown);
  });
  if (made !== null) await note(made.name);
}

async function ofStopped(wish: SnapshotWish, run: Execution, signal: AbortSignal): Promise<HomeSnapshot> {
  await confirmHomeFree(run, signal, { except: besides('', run.names), agreed: null });
  return makeSnapshot(wish, run, signal);
}

/**
 * Of a Jenkins that starts no builds any more, from now on until it stops. Null: builds go on, or are not known, so that one
 * is made once it is stopped; then there is room for it.
 */
async function ofRunning(
  { name, id, url }: NonNullable<Keep['jenkins']>,
  wish: SnapshotWish,
  run: Execution,
  signal: AbortSignal,
): Promise<HomeSnapshot | null> {
  const [container] = await run.world.engine.containersNamed([name], signal);
  if (container?.id === id && container.state === 'running') {
    const drainer = await drainerOf(id, placeOf(url, container, run.names), run, signal);
    const held = await drainer.hold('now', signal);
    // Whoever runs the steps lets it build again if it is not stopped after all.
    run.drained?.(id, () => drainer.resume());
    if (held.ok && held.value.running === 0 && held.value.builds.length === 0) {
      const except = [...besides(name, run.names), ...Object.values(run.names.jenkins)];
      await confirmHomeFree(run, signal, { except, agreed: null });
      const quiet = { ...wish, state: 'quiet' } as const;
      try {
        return await whileHeld(drainer, run, signal, (still) => makeSnapshot(quiet, run, still));
      } catch (thrown) {
        if (!(thrown instanceof FailureError) || thrown.failure.code !== 'snapshot/builds') throw thrown;
      }
    }
  }
  const { folder, free, need } = await measureSnapshot({ ...wish, makesFolder: true }, run, signal);
  if (free !== null && free < need) throw new FailureError(noRoomForSnapshot(folder, free, need));
  return null;
}
