import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, clipboard, dialog, type OpenDialogOptions, shell } from 'electron';
import { climbLadder } from '../adapters/gpu-ladder.ts';
import { systemInfo } from '../adapters/system-info.ts';
import { homeOf } from '../adapters/world.ts';
import { diagnose } from '../core/doctor/doctor.ts';
import { ledgerCsv } from '../core/gpu/ledger.ts';
import { asJenkins, runningPlace } from '../core/observe/observe.ts';
import { asChange, restartsOf, withSettings } from '../core/settings/settings-change.ts';
import { namesOf } from '../core/stack/names.ts';
import { pageUrl } from '../core/stack/page-url.ts';
import { quoted } from '../core/world/shell-word.ts';
import { FailureError, valueIn } from '../shared/failure.ts';
import { JENKINS_MODES } from '../shared/mode.ts';
import type { Settings } from '../shared/settings.ts';
import type { SettingsView } from '../shared/settings-view.ts';
import { pageOf } from '../shared/snapshot.ts';
import type { Handlers } from '../shell/ipc.ts';
import { openOutside } from '../shell/security.ts';
import type { Live } from './live.ts';
import { type LogFollower, notSaved, saveLog } from './log-follower.ts';
import { begin } from './switching.ts';

export interface HandlerWorld {
  readonly live: Live;
  readonly logs: LogFollower;
  readonly logFolder: string;
  readonly version: string;
  /** The window that dialogs belong to. */
  window(): BrowserWindow | null;
  dismiss(id: string): Promise<void>;
}

/** Builds that the page lists. */
const MOST_BUILDS = 100;

/** What the window may ask for; each call of the contract. */
export function createHandlers({ live, logs, logFolder, version, window, dismiss }: HandlerWorld): Handlers {
  const closing = new AbortController();
  app.once('before-quit', () => closing.abort());
  const { signal } = closing;
  const settings = (): Settings => live.settings.load().settings;
  const ownAddresses = (): readonly string[] => [
    ...JENKINS_MODES.map((mode) => pageUrl(settings(), mode)),
    ...[pageOf(live.snapshot().jenkins)].filter((url) => url !== null),
  ];
  const view = async (after: Settings, before: Settings): Promise<SettingsView> => ({
    settings: after,
    path: live.settings.path,
    home: homeOf(after),
    restarts: await restartsOf(live.session.world, { before, after, home: homeOf(after) }, version, signal),
    problem: live.settings.load().problem,
  });
  const pick = async (title: string, from: string, properties: OpenDialogOptions['properties']) => {
    const options: OpenDialogOptions = { title, defaultPath: from || homedir(), ...(properties ? { properties } : {}) };
    const owner = window();
    const { filePaths } = await (owner === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(owner, options));
    return filePaths[0] ?? null;
  };
  const saveAs = async (name: string): Promise<string | null> => {
    const options = { defaultPath: join(app.getPath('documents'), name) };
    const owner = window();
    const { filePath } = await (owner === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(owner, options));
    return filePath ? filePath : null;
  };

  return {
    snapshot: () => live.snapshot(),
    async preview({ mode }) {
      return valueIn(await live.session.controller.preview(mode));
    },
    switchMode: ({ mode, consents }) => begin(live, mode, consents),
    async cancel() {
      valueIn(await live.session.controller.cancel());
      return null;
    },
    async openJenkins() {
      await openOutside(pageNow(live), ownAddresses());
      return null;
    },
    async openUrl(address) {
      await openOutside(address, ownAddresses());
      return null;
    },
    copyText(text) {
      clipboard.writeText(text);
      return null;
    },
    revealPassword: () => live.session.world.secrets.adminPassword(),
    async recentBuilds() {
      if (live.snapshot().jenkins.kind !== 'running') return [];
      const { world } = live.session;
      const names = namesOf(settings().instance);
      const there = await world.engine.containersNamed(Object.values(names.jenkins), signal);
      const place = runningPlace(there, { names, settings: settings() });
      if (place === null) return [];
      return valueIn(await asJenkins(world, settings(), place, (at) => world.jenkins.recent(at, MOST_BUILDS, signal)));
    },
    async doctor({ gpu }) {
      const { world } = live.session;
      const checks = await diagnose(world, signal);
      return gpu ? [...checks, ...(await climbLadder(world, signal))] : checks;
    },
    settings: () => view(settings(), settings()),
    previewSettings: (change) => view(withSettings(settings(), asChange(change)), settings()),
    async changeSettings(change) {
      const wanted = asChange(change);
      const before = settings();
      return view(await live.settings.update((now) => withSettings(now, wanted)), before);
    },
    pickFolder: ({ title, from }) => pick(title, from, ['openDirectory', 'createDirectory']),
    pickFile: ({ title, from }) => pick(title, from, ['openFile']),
    async followLog({ source }) {
      await logs.follow(live.session.world, source);
      return null;
    },
    unfollowLog() {
      logs.end();
      return null;
    },
    async saveLog({ source }) {
      const path = await saveAs(`${source}.log`);
      if (path !== null) await saveLog(live.session.world, source, path, signal);
      return path;
    },
    async openLogFolder() {
      const problem = await shell.openPath(logFolder);
      if (problem !== '') throw notOpened(logFolder, problem);
      return null;
    },
    gpuHistory: ({ span }) => live.session.gpu.history(span),
    gpuProcesses: () => live.session.gpu.processes(),
    gpuLedger: () => live.session.gpu.ledger(),
    async saveLedger() {
      const path = await saveAs('gpu-use.csv');
      if (path === null) return null;
      await writeFile(path, ledgerCsv(live.session.gpu.ledger())).catch((thrown: unknown) => {
        throw notSaved('The list', thrown);
      });
      return path;
    },
    systemInfo: () => systemInfo(join(__dirname, 'system-info-worker.js'), homeOf(settings())),
    versions() {
      const { engine } = live.snapshot();
      return {
        'Jenkins Tray': version,
        Electron: process.versions.electron ?? '',
        Chromium: process.versions.chrome ?? '',
        Node: process.versions.node,
        ...(engine.kind === 'connected' ? { Docker: engine.version } : {}),
      };
    },
    async dismissNotice(id) {
      await dismiss(id);
      return null;
    },
  };
}

/** Jenkins' page; throws where there is none now. */
export function pageNow(live: Live): string {
  const url = pageOf(live.snapshot().jenkins);
  if (url !== null) return url;
  throw new FailureError({
    code: 'jenkins/unreachable',
    title: 'Jenkins is not running',
    detail: 'There is no page to open.',
    fix: 'Bring it up first.',
  });
}

const notOpened = (folder: string, why: string): FailureError =>
  new FailureError({
    code: 'internal/error',
    title: 'The folder could not be opened',
    detail: why,
    fix: 'Open it in your file manager.',
    command: `xdg-open ${quoted(folder)}`,
  });
