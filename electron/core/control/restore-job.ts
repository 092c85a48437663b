import { type Failure, FailureError, failureOf, unwrap } from '../../shared/failure.ts';
import { snapshotUnknown } from '../../shared/failures/snapshot.ts';
import type { HomeJobEnd, HomeJobRequest } from '../../shared/home-job.ts';
import type { Mode } from '../../shared/mode.ts';
import { quoted, shellWord } from '../../shared/shell-word.ts';
import type { RestoredHome } from '../execute/restore-snapshot.ts';
import { snapshotFolder } from '../execute/snapshot-place.ts';
import { listSnapshots } from '../execute/snapshot-store.ts';
import type { Controller } from './controller.ts';
import type { CurrentCore, JobTalk } from './home-job-core.ts';
import { restoreHome, snapshotTools } from './home-snapshots.ts';

/** Stops Jenkins, restores, and starts Jenkins again in its mode, also where the restore failed. */
export async function restoreJob(
  core: CurrentCore,
  { name, consents }: HomeJobRequest & { readonly kind: 'restore' },
  talk: JobTalk,
  signal: AbortSignal,
): Promise<HomeJobEnd> {
  const { world, controller } = await core();
  const tools = await snapshotTools(world, talk, signal);
  const found = await listSnapshots(tools, signal);
  if (!found.some((it) => it.name === name))
    throw new FailureError(snapshotUnknown(name, snapshotFolder(tools.world, tools.settings)));
  const { mode } = world.intent.load();
  if (mode !== 'off') await switchTo(controller, 'off', consents, signal);
  const startAgain = async (): Promise<Pick<HomeJobEnd & { readonly kind: 'done' }, 'jenkins'>> => {
    if (mode === 'off') return {};
    // The restored home may be another folder.
    const { controller: now } = await core();
    const result = await now.fulfil({ mode, consents: [] });
    return result.ok ? {} : { jenkins: { mode, failure: result.failure } };
  };
  let restored: RestoredHome;
  try {
    restored = await restoreHome(world, talk, name, signal);
  } catch (thrown) {
    const { jenkins } = await startAgain();
    if (jenkins === undefined) throw thrown;
    const failure = failureOf(thrown);
    return { kind: 'failed', failure: { ...failure, detail: offText(failure, jenkins.failure) } };
  }
  talk.output('');
  return { ...restoredEnd(restored), ...(await startAgain()) };
}

const offText = ({ detail }: Failure, why: Failure): string =>
  `${detail} Jenkins is off, since it did not start again: ${why.title}.`.trim();

function restoredEnd({ replaced, setting }: RestoredHome): HomeJobEnd & { readonly kind: 'done' } {
  const lines = [
    ...(setting === null ? [] : [`It is ${setting} from now on: the setting home was changed.`]),
    ...(replaced === null ? [] : [`What was the home is kept as ${replaced}. Once it is not needed any more:`]),
  ];
  return { kind: 'done', lines, ...(replaced === null ? {} : { command: removalOf(replaced) }) };
}

/** The command that removes a home that was replaced, which this app never does. */
export const removalOf = (replaced: string): string =>
  replaced.startsWith('/') ? `sudo rm -rf ${quoted(replaced)}` : `docker volume rm ${shellWord(replaced)}`;

/** An abort goes back to the mode before. */
async function switchTo(controller: Controller, mode: Mode, consents: readonly string[], signal: AbortSignal) {
  const cancel = (): void => void controller.cancel();
  signal.throwIfAborted();
  signal.addEventListener('abort', cancel);
  try {
    unwrap(await controller.fulfil({ mode, consents }));
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
