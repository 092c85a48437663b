import { ownImages, removeOwnImage, toRemove } from '../core/control/kept-images.ts';
import { measureNow, snapshotsView } from '../core/control/snapshots-view.ts';
import { lostWayBack, upgradesView } from '../core/control/upgrade-way-back.ts';
import { desktopWords } from '../core/desktop/desktop-words.ts';
import { upgradeRequestOf } from '../core/settings/upgrade-request.ts';
import { FailureError, failureOf, unwrap } from '../shared/failure.ts';
import { lockHeld } from '../shared/failures/lock.ts';
import type { HomeJobRequest } from '../shared/home-job.ts';
import type { Argument } from '../shared/ipc.ts';
import { isWorking } from '../shared/state-words.ts';
import type { Handlers } from '../shell/ipc.ts';
import type { Change, createConfirmed } from './confirmed.ts';
import type { CoreSession } from './core-session.ts';
import type { FileDialogs } from './file-dialogs.ts';
import { startSwitch } from './switching.ts';

export interface HomeHandlersWorld {
  readonly session: CoreSession;
  readonly dialogs: FileDialogs;
  readonly confirmed: ReturnType<typeof createConfirmed>;
  /** Ends what is asked when the app quits; the jobs end by themselves. */
  readonly signal: AbortSignal;
}

type HomeCalls = Pick<
  Handlers,
  | 'preview'
  | 'switchMode'
  | 'homeSnapshots'
  | 'measureSnapshot'
  | 'startHomeJob'
  | 'cancelHomeJob'
  | 'dismissHomeJob'
  | 'upgrades'
  | 'removeImage'
>;

/** The handlers of switches, upgrades, snapshots of the home and images. */
export function createHomeHandlers({ session, dialogs, confirmed, signal }: HomeHandlersWorld): HomeCalls {
  /** What the window wishes, as a request has it: main finds what an upgrade is to. */
  const changeOf = async ({ upgrade, restore }: Pick<Argument<'preview'>, keyof Change>): Promise<Change> => ({
    ...(upgrade === undefined
      ? {}
      : { upgrade: await session.use(({ world }) => upgradeRequestOf(world, upgrade, signal)) }),
    ...(restore === undefined ? {} : { restore }),
  });

  /** Completes what the window asks for with what main asks the user; null: the user cancelled. */
  const asked = async (wish: Argument<'startHomeJob'>): Promise<HomeJobRequest | null> => {
    switch (wish.kind) {
      case 'create':
        return wish;
      case 'verify':
        return { kind: 'verify', name: wish.name };
      case 'export': {
        const file = await dialogs.saveAs(`${wish.name}.tar`);
        return file === null ? null : { kind: 'export', name: wish.name, file };
      }
      case 'import': {
        const file = await dialogs.pickFile(desktopWords.importTitle, '');
        return file === null ? null : { kind: 'import', file };
      }
      case 'delete':
        await confirmed.deleteSnapshot(wish.name, lostWayBack(session.core.world, wish.name));
        return { kind: 'delete', name: wish.name };
    }
  };

  /** Other work may have begun while the user was asked. */
  const requireIdle = (): void => {
    if (isWorking(session.snapshot())) throw new FailureError(lockHeld('Jenkins Tray itself', null));
  };

  return {
    async preview({ mode, consents, ...change }) {
      const { upgrade, restore } = await changeOf(change);
      return unwrap(await session.use(({ controller }) => controller.preview(mode, [], consents, upgrade, restore)));
    },
    async switchMode({ mode, consents, ...wish }) {
      const change = await changeOf(wish);
      return startSwitch(session, { mode, consents: await confirmed.consents(mode, consents, change), ...change });
    },
    homeSnapshots: () =>
      session.use(async ({ world }) => {
        const found = await snapshotsView(world, signal);
        const { verified } = session.jobs;
        const list = found.list.map((it) => {
          const last = verified.get(it.name);
          return last === undefined ? it : { ...it, verified: last };
        });
        return { ...found, list };
      }),
    measureSnapshot: ({ without }) => session.use(({ world }) => measureNow(world, without, signal)),
    startHomeJob: (wish) =>
      unlessCancelled(async () => {
        const request = await asked(wish);
        if (request === null) return false;
        if (request.kind !== 'verify' && request.kind !== 'export') requireIdle();
        session.jobs.start(request);
        return true;
      }),
    cancelHomeJob() {
      session.cancelJob();
      return null;
    },
    dismissHomeJob() {
      session.jobs.dismiss();
      return null;
    },
    upgrades: () => session.use(({ world }) => upgradesView(world, signal)),
    removeImage: (name) =>
      unlessCancelled(async () => {
        const world = () => session.use(async (core) => core.world);
        const chosen = toRemove(await ownImages(await world(), signal), name);
        for (const image of chosen) await confirmed.removeImage(image);
        // A switch may use it since the question.
        const again = toRemove(await ownImages(await world(), signal), name);
        requireIdle();
        for (const image of again) await removeOwnImage(await world(), image, signal);
        return true;
      }),
  };
}

/** False when the user did not confirm a dialog of main. */
async function unlessCancelled(run: () => Promise<boolean>): Promise<boolean> {
  try {
    return await run();
  } catch (thrown) {
    if (failureOf(thrown).code === 'consent/needed') return false;
    throw thrown;
  }
}
