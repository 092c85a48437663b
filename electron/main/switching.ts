import type { Controller } from '../core/control/controller.ts';
import type { ModeRequest } from '../core/control/mode-request.ts';
import { toggleTo } from '../core/control/toggle.ts';
import { unwrap } from '../shared/failure.ts';
import type { JenkinsMode, Mode } from '../shared/mode.ts';
import type { CoreSession } from './core-session.ts';

/** Starts a switch. Resolves once it is stored and running, or throws the reason; the snapshots report its progress. */
export const startSwitch = (session: CoreSession, request: ModeRequest): Promise<null> =>
  session.use(({ controller }) => startOn(controller, request));

async function startOn(controller: Controller, request: ModeRequest): Promise<null> {
  const { mode } = request;
  let unsubscribe = (): void => undefined;
  const started = new Promise<null>((resolve) => {
    unsubscribe = controller.subscribe(({ activity }) => {
      if (activity.kind === 'working' && activity.to === mode) resolve(null);
    });
  });
  const ended = controller.fulfil(request).then((result) => {
    unwrap(result);
    return null;
  });
  // After the start, the snapshot reports a failure, and nothing awaits this promise.
  ended.catch(() => undefined);
  try {
    return await Promise.race([started, ended]);
  } finally {
    unsubscribe();
  }
}

/** What a switch with these consents needs the window for: questions, or why it is not possible; empty: it needs none. */
export async function needsWindowFor(
  session: CoreSession,
  mode: Mode,
  consents: readonly string[] = [],
): Promise<readonly string[]> {
  const given = consents.length === 0 ? undefined : consents;
  const preview = await session.use(({ controller }) => controller.preview(mode, [], given));
  const { questions, blocks } = preview.ok ? preview.value : { questions: [], blocks: [preview.failure] };
  return [...questions.map((it) => `${it.text}: ${it.detail}`), ...blocks.map((it) => `${it.title}: ${it.detail}`)];
}

/** The mode that a toggle would switch to. */
export const toggleTarget = (session: CoreSession): JenkinsMode =>
  toggleTo(session.core.world.intent.load(), session.snapshot().jenkins);
