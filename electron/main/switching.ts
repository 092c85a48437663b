import { toggleTo } from '../core/control/toggle.ts';
import { valueIn } from '../shared/failure.ts';
import type { JenkinsMode, Mode } from '../shared/mode.ts';
import type { Live } from './live.ts';

/** Begins a switch; comes back when it is stored and under way, or throws why it is not. How it goes is in the snapshots. */
export async function begin(live: Live, mode: Mode, consents: readonly string[]): Promise<null> {
  const { controller } = live.session;
  let stop = (): void => undefined;
  const working = new Promise<null>((resolve) => {
    stop = controller.subscribe(({ activity }) => {
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
    return await Promise.race([working, ended]);
  } finally {
    stop();
  }
}

/** Whether there is something to ask or to say before this mode can be gone to. */
export async function needsWindow(live: Live, mode: Mode): Promise<boolean> {
  const preview = await live.session.controller.preview(mode);
  return !preview.ok || preview.value.questions.length > 0 || preview.value.blocks.length > 0;
}

/** Where a toggle goes now. */
export const toggled = (live: Live): JenkinsMode => toggleTo(live.session.world.intent.load(), live.snapshot().jenkins);
