import { consent } from '../../shared/consents.ts';
import { FailureError, type Result } from '../../shared/failure.ts';
import { removalOfHome } from '../../shared/failures/snapshot.ts';
import type { HomeJobEnd, HomeJobRequest } from '../../shared/home-job.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Controller } from './controller.ts';
import type { CurrentCore, JobTalk } from './home-job-core.ts';
import type { ModeRequest } from './mode-request.ts';

/** Restores as a request of the controller, in the mode that Jenkins has; a cancel puts the home from before back. */
export async function restoreJob(
  core: CurrentCore,
  { name, consents }: HomeJobRequest & { readonly kind: 'restore' },
  talk: JobTalk,
  signal: AbortSignal,
): Promise<HomeJobEnd> {
  const { world, controller } = await core();
  const { mode } = world.intent.load();
  const request: ModeRequest = { mode, consents: [...consents, consent.restore(name)], restore: name };
  let result = await fulfil(controller, request, talk, signal);
  if (!result.ok && result.failure.code === 'snapshot/home-moved') {
    // The restored home is another folder.
    const { controller: next } = await core();
    result = await fulfil(next, { mode, consents: request.consents }, talk, signal);
  }
  if (!result.ok) throw new FailureError(result.failure);
  const { replaced = null, before } = world.intent.load().restore ?? {};
  const { home } = world.settings.load().settings;
  const lines = [
    ...(before === undefined || before.setting === home
      ? []
      : [`It is ${home} from now on: the setting home was changed.`]),
    ...(replaced === null ? [] : [`What was the home is kept as ${replaced}. Once it is not needed any more:`]),
  ];
  return { kind: 'done', lines, ...(replaced === null ? {} : { command: removalOfHome(replaced) }) };
}

/** With its progress; an abort goes back to what was before. */
async function fulfil(
  controller: Controller,
  request: ModeRequest,
  talk: JobTalk,
  signal: AbortSignal,
): Promise<Result<Snapshot>> {
  const cancel = (): void => void controller.cancel();
  signal.throwIfAborted();
  signal.addEventListener('abort', cancel);
  const unsubscribe = controller.subscribe(({ activity }) => {
    const line = activity.kind === 'working' ? activity.output.at(-1) : undefined;
    if (line !== undefined) talk.output(line);
  });
  try {
    return await controller.fulfil(request);
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', cancel);
  }
}
