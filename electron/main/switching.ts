import { toggleTo } from '../core/control/toggle.ts';
import { valueIn } from '../shared/failure.ts';
import type { JenkinsMode, Mode } from '../shared/mode.ts';
import type { CoreSession } from './core-session.ts';

/**
 * Begins a switch. Resolves once it is stored and under way, or throws why it is not; how it goes on is in the
 * snapshots.
 */
export async function beginSwitch(session: CoreSession, mode: Mode, consents: readonly string[]): Promise<null> {
  const { controller } = session.core;
  let unsubscribe = (): void => undefined;
  const underWay = new Promise<null>((resolve) => {
    unsubscribe = controller.subscribe(({ activity }) => {
      if (activity.kind === 'working' && activity.to === mode) resolve(null);
    });
  });
  const ended = controller.fulfil({ mode, consents }).then((result) => {
    valueIn(result);
    return null;
  });
  // Once it is under way its failure is in the snapshot, and nobody waits for this any more.
  ended.catch(() => undefined);
  try {
    return await Promise.race([underWay, ended]);
  } finally {
    unsubscribe();
  }
}

/** Whether a switch needs the window: there is something to confirm, or to say why it is not possible. */
export async function needsWindow(session: CoreSession, mode: Mode): Promise<boolean> {
  const preview = await session.core.controller.preview(mode);
  return !preview.ok || preview.value.questions.length > 0 || preview.value.blocks.length > 0;
}

/** The mode that a toggle leads to now. */
export const toggleTarget = (session: CoreSession): JenkinsMode =>
  toggleTo(session.core.world.intent.load(), session.snapshot().jenkins);
