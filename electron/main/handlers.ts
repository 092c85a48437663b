import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, shell } from 'electron';
import { systemClock } from '../adapters/clock.ts';
import { climbLadder } from '../adapters/gpu-ladder.ts';
import { systemInfo } from '../adapters/system-info.ts';
import { homeOf } from '../adapters/world.ts';
import { rotatePassword, storePassword } from '../core/control/administrator-password.ts';
import { diagnose } from '../core/doctor/doctor.ts';
import { ledgerCsv } from '../core/gpu/ledger-report.ts';
import { locateHome } from '../core/observe/locate-home.ts';
import { allowLoginsAgain } from '../core/observe/login.ts';
import { offersOf } from '../core/settings/offers.ts';
import { asChange, restartsOf, withSettings } from '../core/settings/settings-change.ts';
import type { World } from '../core/world/world.ts';
import { FailureError, unwrap } from '../shared/failure.ts';
import { storedPasswordRefused } from '../shared/failures/jenkins.ts';
import { folderNotOpened } from '../shared/failures/run.ts';
import { fileNotSaved } from '../shared/failures/settings.ts';
import { harmless } from '../shared/harmless.ts';
import type { Settings } from '../shared/settings.ts';
import { settingsBack } from '../shared/settings-back.ts';
import type { SettingsPreview, SettingsView } from '../shared/settings-view.ts';
import { createConfirm } from '../shell/confirm-dialog.ts';
import type { Handlers } from '../shell/ipc.ts';
import { openOutside } from '../shell/security.ts';
import { createConfirmed } from './confirmed.ts';
import type { CoreSession } from './core-session.ts';
import { endBuild } from './end-build.ts';
import { createFileDialogs } from './file-dialogs.ts';
import { createHomeHandlers } from './home-handlers.ts';
import { ownAddresses, pageNow } from './jenkins-page.ts';
import { type LogFollower, saveLog } from './log-follower.ts';
import { createPasswordCopy } from './password-copy.ts';
import { passwordNow } from './password-opens.ts';
import { createPluginList } from './plugin-list.ts';
import { createRecentBuilds } from './recent-builds.ts';
import type { Updates } from './updates.ts';

export interface HandlerWorld {
  readonly session: CoreSession;
  readonly logs: LogFollower;
  /** Folder of the app's own log. */
  readonly logFolder: string;
  /** The app's version. */
  readonly version: string;
  /** The window that dialogs belong to. */
  window(): BrowserWindow | null;
  /** Hides the notice with this id, also after a restart. */
  dismiss(id: string): Promise<void>;
  readonly updates: Pick<Updates, 'hasFeed' | 'install'>;
}

/** Returns the handlers of the window's calls, one per call of the contract. */
export function createHandlers(handlerWorld: HandlerWorld): Handlers {
  const { session, logs, logFolder, version, window, dismiss, updates } = handlerWorld;
  const closing = new AbortController();
  app.once('before-quit', () => closing.abort());
  const { signal } = closing;
  const settings = (): Settings => session.settings.load().settings;
  // Asks no engine: the overview shows the home from it, which must not wait for a slow one.
  const view = (of: Settings): SettingsView => ({
    settings: of,
    path: session.settings.path,
    home: homeOf(of),
    problem: session.settings.load().problem,
    hasUpdates: updates.hasFeed,
  });
  const previewOf = async (before: Settings, after: Settings): Promise<SettingsPreview> => ({
    ...view(after),
    restarts: await restartsOf(session.core.world, { before, after, home: homeOf(after) }, version, signal),
  });
  const recentBuilds = createRecentBuilds(session);
  const dialogs = createFileDialogs(window);
  const confirmed = createConfirmed(session, createConfirm(window));
  const password = createPasswordCopy(clipboard, systemClock);
  app.once('before-quit', () => void password.end());

  /** Of a home in a volume its mountpoint; the setting where that is not known. */
  const placeOfHome = (world: World): Promise<string> =>
    locateHome(world, signal).then(
      ({ home }) => home,
      () => world.home,
    );

  return {
    ...createPluginList(session, confirmed.plugins),
    snapshot: () => session.snapshot(),
    ...createHomeHandlers({ session, dialogs, confirmed, signal }),
    async cancel() {
      unwrap(await session.use(({ controller }) => controller.cancel()));
      return null;
    },
    async openJenkins() {
      await openOutside(pageNow(session), ownAddresses(session));
      return null;
    },
    async openUrl(address) {
      await openOutside(address, ownAddresses(session));
      return null;
    },
    copyText(text) {
      // Pasted into a terminal it must not press keys.
      clipboard.writeText(harmless(text));
      password.copied(text);
      return null;
    },
    passwordOpens: async () => (await passwordNow(session, signal)) === 'opens',
    async passwordRefused() {
      const isRefused = (await passwordNow(session, signal)) === 'refused';
      // It is then told in the tray as well.
      if (isRefused && !session.snapshot().notices.some(({ id }) => id === 'login')) void session.look();
      return isRefused;
    },
    async storePassword(typed) {
      await session.use(({ world }) => storePassword(world, typed, signal));
      await session.look();
      return null;
    },
    async tryLoginAgain() {
      await session.use(({ world }) => allowLoginsAgain(world));
      await session.look();
      return null;
    },
    async changePassword() {
      await confirmed.changePassword();
      await session.use(({ world }) => rotatePassword(world, signal));
      await session.look();
      return null;
    },
    async revealPassword() {
      if ((await passwordNow(session, signal)) === 'refused')
        throw new FailureError(storedPasswordRefused(pageNow(session)));
      return password.revealed(await session.use(({ world }) => world.secrets.adminPassword()));
    },
    recentBuilds: () => recentBuilds(signal),
    doctor: ({ gpu }) =>
      session.use(async ({ world }) => {
        const checks = await diagnose(world, signal);
        return gpu ? [...checks, ...(await climbLadder(world, signal))] : checks;
      }),
    settings: () => view(settings()),
    offers: () => session.use(({ world }) => offersOf(world, signal)),
    previewSettings: (change) => previewOf(settings(), withSettings(settings(), asChange(change))),
    async changeSettings(change) {
      const wanted = asChange(change);
      await confirmed.settings(settings(), withSettings(settings(), wanted));
      const next = await session.settings.update((now) => withSettings(now, wanted));
      // A login that is given anew may be tried again.
      if ('jenkins.user' in wanted || 'jenkins.apiToken' in wanted)
        await session.use(({ world }) => world.refusedLogins.forget(next.jenkins.user)).catch(() => undefined);
      return view(next);
    },
    settingsBack: () => settingsBack(settings(), session.settings.lastReady()),
    pickFolder: ({ title, from }) => dialogs.pickFolder(title, from),
    pickFile: ({ title, from }) => dialogs.pickFile(title, from),
    async followLog({ source }) {
      await logs.follow(() => session.core.world, source);
      return null;
    },
    unfollowLog() {
      logs.end();
      return null;
    },
    async saveLog({ source }) {
      const path = await dialogs.saveAs(`${source}.log`);
      if (path !== null) await saveLog(session.core.world, source, path, signal);
      return path;
    },
    async openLogFolder() {
      const problem = await shell.openPath(logFolder);
      if (problem !== '') throw new FailureError(folderNotOpened(logFolder, problem));
      return null;
    },
    gpuHistory: ({ span }) => session.core.gpu.history(span),
    gpuProcesses: () => session.core.gpu.processes(),
    lookAtGpus({ looking }) {
      session.lookAtGpus(looking);
      return null;
    },
    async releaseGpus({ minutes }) {
      await session.core.gpu.release(minutes);
      return null;
    },
    async endBuild(build) {
      await confirmed.endBuild(build);
      await session.use(() => endBuild(session, build, signal));
      return null;
    },
    gpuLedger: () => session.core.gpu.ledger(),
    async saveLedger() {
      const path = await dialogs.saveAs('gpu-use.csv');
      if (path === null) return null;
      await writeFile(path, ledgerCsv(session.core.gpu.ledger())).catch((thrown: unknown) => {
        throw new FailureError(fileNotSaved('The list', String(thrown)), thrown);
      });
      return path;
    },
    async systemInfo() {
      const home = await session.use(({ world }) => placeOfHome(world)).catch(() => homeOf(settings()));
      return systemInfo(join(__dirname, 'system-info-worker.js'), home);
    },
    versions() {
      const { engine } = session.snapshot();
      return {
        'Jenkins Tray': version,
        Electron: process.versions.electron ?? '',
        Chromium: process.versions.chrome ?? '',
        Node: process.versions.node,
        ...(engine.kind === 'connected' ? { Docker: engine.version } : {}),
      };
    },
    async installUpdate() {
      await updates.install();
      return null;
    },
    async dismissNotice(id) {
      await dismiss(id);
      return null;
    },
  };
}
