import type { HomeJobEnd, HomeJobRequest } from '../../shared/home-job.ts';
import { storedText } from '../../shared/home-snapshot.ts';
import { deleteSnapshot, exportSnapshot, importSnapshot, verifySnapshot } from '../execute/snapshot-store.ts';
import type { World } from '../world/world.ts';
import { createSnapshot, snapshotTools } from './home-snapshots.ts';

/** `subject`: the name that was not known before. */
export interface EndedJob {
  readonly end: HomeJobEnd;
  readonly subject?: string;
}

export interface JobTalk {
  /** The app's version. */
  readonly version: string;
  /** Called with each line of progress. */
  output(line: string): void;
}

/** Does one job to its end. Throws FailureError. */
export async function doHomeJob(
  world: World,
  request: HomeJobRequest,
  talk: JobTalk,
  signal: AbortSignal,
): Promise<EndedJob> {
  const tools = () => snapshotTools(world, talk, signal);
  switch (request.kind) {
    case 'create': {
      const made = await createSnapshot(world, talk, request, signal);
      const what = `${made.files} files and folders, ${storedText(made)}.`;
      const left = made.outside.map((it) => `Not in it: ${it}.`);
      return { subject: made.name, end: done(what, `Jenkins was ${made.state}.`, ...left) };
    }
    case 'verify':
      await verifySnapshot(request.name, await tools(), signal);
      return { end: done() };
    case 'delete':
      await deleteSnapshot(request.name, await tools(), signal);
      return { end: done() };
    case 'export':
      await exportSnapshot(request.name, request.file, await tools(), signal);
      return { end: done(`It is in ${request.file}. Whoever can read this file has Jenkins’ secrets.`) };
    case 'import':
      return { subject: await importSnapshot(request.file, await tools(), signal), end: done() };
  }
}

const done = (...lines: readonly string[]): HomeJobEnd => ({ kind: 'done', lines });
