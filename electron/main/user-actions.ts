import { app } from 'electron';
import type { TrayAction } from '../core/desktop/tray-model.ts';
import { consent } from '../shared/consents.ts';
import { assertNever, unwrap } from '../shared/failure.ts';
import type { Mode } from '../shared/mode.ts';
import type { AppLog } from '../shell/app-log.ts';
import { openOutside } from '../shell/security.ts';
import type { StartOptions } from '../shell/start-options.ts';
import type { MainWindow } from '../shell/window.ts';
import type { Attempt } from './attempt.ts';
import type { CoreSession } from './core-session.ts';
import { ownAddresses, pageNow } from './jenkins-page.ts';
import { settleBeforeQuit } from './quitting.ts';
import { setStartAtLogin } from './start-at-login.ts';
import { needsWindowFor, startSwitch, toggleTarget } from './switching.ts';
import type { TrayFeed } from './tray-feed.ts';

export interface UserActionsWorld {
  readonly session: CoreSession;
  readonly window: MainWindow;
  readonly feed: TrayFeed;
  readonly log: AppLog;
  readonly attempt: Attempt;
}

/** Runs what the user chose in the tray or requested with start options. */
export class UserActions {
  readonly #world: UserActionsWorld;
  #quitting = false;

  constructor(world: UserActionsWorld) {
    this.#world = world;
  }

  /** Called when an item of the tray's menu is chosen. */
  chosen(action: TrayAction): void {
    this.#world.attempt(() => this.#act(action));
  }

  /** Runs the action of a start. */
  onStart({ action }: StartOptions): void {
    if (action.kind === 'up') this.chosen({ kind: 'switch', mode: action.mode });
    if (action.kind === 'toggle') this.#world.attempt(() => this.#choose(toggleTarget(this.#world.session)));
    if (action.kind === 'open') this.chosen({ kind: 'open' });
  }

  async #act(action: TrayAction): Promise<void> {
    const { session, window } = this.#world;
    switch (action.kind) {
      case 'switch':
        return this.#choose(action.mode);
      case 'switch-when-idle':
        return this.#choose(action.mode, [consent.whenIdle(0)]);
      case 'cancel':
        unwrap(await session.use(({ controller }) => controller.cancel()));
        return;
      case 'cancel-job':
        session.cancelJob();
        return;
      case 'update':
        window.open();
        window.push('update', action.mode);
        return;
      case 'open':
        return openOutside(pageNow(session), [pageNow(session)]);
      case 'open-build':
        return openOutside(action.url, ownAddresses(session));
      case 'show':
        window.open();
        if (action.view !== null) window.push('navigate', action.view);
        return;
      case 'release-gpus':
        return session.core.gpu.release(action.minutes);
      case 'start-at-login':
        return setStartAtLogin(session.settings, action.on);
      case 'quit':
        return this.#quit();
      default:
        return assertNever(action);
    }
  }

  /** One question at a time. Whoever stays, or is told why Jenkins was not stopped, has the window. */
  async #quit(): Promise<void> {
    if (this.#quitting) return;
    this.#quitting = true;
    try {
      const { session, window } = this.#world;
      if (await settleBeforeQuit(session, () => window.forDialog())) app.quit();
    } finally {
      this.#quitting = false;
    }
  }

  /** Starts the mode change immediately if nothing needs confirmation; otherwise the window shows its preview. */
  async #choose(mode: Mode, consents: readonly string[] = []): Promise<void> {
    const { session, window, feed, log } = this.#world;
    // The panel has already moved the radio mark; publish the true state until the change begins.
    feed.publish();
    // If no other line follows, the look did not end.
    log.info(`${mode} was chosen`);
    const reasons = await needsWindowFor(session, mode, consents);
    if (reasons.length > 0) {
      log.info(`switch to ${mode} needs the window: ${reasons.join('; ')}`);
      window.open();
      window.push('choose', mode);
      return;
    }
    log.info(`switch to ${mode}`);
    await startSwitch(session, { mode, consents });
  }
}
