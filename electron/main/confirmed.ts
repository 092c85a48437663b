import { agreedTo } from '../core/control/agreed.ts';
import type { ModeRequest } from '../core/control/mode-request.ts';
import { desktopWords } from '../core/desktop/desktop-words.ts';
import { reachingChanges } from '../core/settings/reaching-changes.ts';
import { buildName } from '../shared/build-name.ts';
import { asksToRecreate, asksToUpdate } from '../shared/consents.ts';
import { FailureError, unwrap } from '../shared/failure.ts';
import { notConfirmed } from '../shared/failures/consent.ts';
import type { GpuBuild } from '../shared/gpu.ts';
import type { Mode } from '../shared/mode.ts';
import type { OwnImage } from '../shared/own-image.ts';
import type { Settings } from '../shared/settings.ts';
import type { Confirmation } from '../shell/confirm-dialog.ts';
import type { CoreSession } from './core-session.ts';

const { confirm: words } = desktopWords;

/** What a change of mode brings with it. */
export type Change = Pick<ModeRequest, 'upgrade' | 'restore'>;

function questionOf(mode: Mode, given: readonly string[], { upgrade, restore }: Change): string {
  if (restore !== undefined) return words.restore;
  if (upgrade !== undefined) return upgrade.kind === 'back' ? words.back : words.upgrade;
  return given.some(asksToUpdate) ? words.update : words.consents(mode);
}

/**
 * What the window asks for and the user confirms in a dialog of this process, since a page that was taken over gives
 * consents itself. Both throw `consent/needed` after a cancel.
 */
export function createConfirmed(session: CoreSession, ask: (what: Confirmation) => Promise<boolean>) {
  const confirm = async (what: Confirmation): Promise<void> => {
    if (what.lines.length > 0 && !(await ask(what))) throw new FailureError(notConfirmed());
  };
  return {
    /** Changes of what containers can reach. */
    settings: (before: Settings, after: Settings): Promise<void> =>
      confirm({ question: words.settings, lines: reachingChanges(before, after), yes: words.save }),

    /** Plugins run in Jenkins, which reaches this computer. */
    plugins: (changes: readonly string[]): Promise<void> =>
      confirm({ question: words.plugins, lines: changes, yes: words.save }),

    endBuild: (build: GpuBuild): Promise<void> =>
      confirm({ question: words.endBuild(buildName(build)), lines: [words.endBuildLine], yes: words.endBuildYes }),

    changePassword: (): Promise<void> =>
      confirm({ question: words.changePassword, lines: [words.changePasswordLine], yes: words.changePasswordYes }),

    deleteSnapshot: (name: string, lost: string | null): Promise<void> =>
      confirm({
        question: words.deleteSnapshot(name),
        lines: [words.deleteSnapshotLine, ...(lost === null ? [] : [lost])],
        yes: words.deleteSnapshotYes,
      }),

    removeImage: ({ name, use }: OwnImage): Promise<void> =>
      confirm({
        question: words.removeImage(name),
        lines: [use === 'way-back' ? words.removeWayBackLine : words.removeImageLine],
        yes: words.removeImageYes,
      }),

    /** Returns those of the consents that main's own preview asks for. */
    async consents(mode: Mode, given: readonly string[], change: Change = {}): Promise<readonly string[]> {
      if (given.length === 0) return [];
      // A container that is recreated, or an update, is another plan, with questions of its own.
      const unasked = given.filter((id) => asksToRecreate(id) || asksToUpdate(id));
      const { upgrade, restore } = change;
      const { questions } = unwrap(
        await session.use(({ controller }) => controller.preview(mode, [], unasked, upgrade, restore)),
      );
      const { consents, replaces } = agreedTo(given, questions);
      await confirm({ question: questionOf(mode, given, change), lines: replaces, yes: words.go });
      return consents;
    },
  };
}
