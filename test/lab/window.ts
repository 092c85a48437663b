import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { err, ok, type Result } from '../../electron/shared/failure.ts';
import type { CallName, CallResults } from '../../electron/shared/ipc.ts';
import type { Pushes } from '../../electron/shared/ipc-channels.ts';
import { defaultSettings } from '../../electron/shared/settings.ts';
import type { Snapshot } from '../../electron/shared/snapshot.ts';
import { ROOT } from './paths.ts';

/** What the bridge answers; a function gets the argument. */
type FakeAnswers = { [N in CallName]?: Result<CallResults[N]> | ((argument: never) => Result<CallResults[N]>) };

export interface WindowOptions {
  readonly snapshot: Snapshot;
  readonly answers?: FakeAnswers;
  readonly scheme?: 'light' | 'dark';
  readonly size?: { readonly width: number; readonly height: number };
}

/**
 * The window alone, in a browser, with a bridge that a test controls: for its appearance, and for states that are
 * hard to reach. The real window with the real main process is in test/e2e.
 */
export interface LabWindow {
  readonly page: Page;
  /** Calls that the window made, in order. */
  readonly calls: readonly { readonly name: string; readonly argument: unknown }[];
  push<P extends keyof Pushes>(name: P, value: Pushes[P]): Promise<void>;
  close(): Promise<void>;
}

const ORIGIN = 'http://window.test';
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-lab'; img-src 'self' data:; font-src 'self'";

/** Debian's browser, or Playwright's own if it is installed. */
export async function browser(): Promise<Browser> {
  const debian = '/usr/bin/chromium';
  return chromium.launch({
    ...(existsSync(debian) ? { executablePath: debian } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

export async function openWindow(within: Browser, options: WindowOptions): Promise<LabWindow> {
  const { size = { width: 900, height: 640 }, scheme = 'light', answers = {} } = options;
  const context = await within.newContext({ viewport: size, colorScheme: scheme });
  const page = await context.newPage();
  const calls: { name: string; argument: unknown }[] = [];
  page.on('pageerror', (error) => {
    throw error;
  });
  const all: FakeAnswers = { ...quiet(options.snapshot), ...answers };
  await page.exposeFunction('fakeCall', (name: CallName, argument: unknown): Result<unknown> => {
    calls.push({ name, argument });
    const answer = all[name];
    if (answer === undefined)
      return err({ code: 'internal/error', title: `The fake bridge has no ${name}`, detail: '' });
    return typeof answer === 'function' ? answer(argument as never) : answer;
  });
  await page.addInitScript(fakeBridge);
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const path = join(ROOT, 'out', 'renderer', pathname);
    if (!existsSync(path)) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({
      body: readFileSync(path),
      contentType: TYPES[extname(path)] ?? 'text/plain',
      headers: { 'content-security-policy': POLICY },
    });
  });
  await page.goto(`${ORIGIN}/index.html`);
  return {
    page,
    calls,
    async push(name, value) {
      await page.evaluate(([to, what]) => dispatchEvent(new CustomEvent(`fake:${to}`, { detail: what })), [
        name,
        value,
      ] as const);
    },
    close: () => context.close(),
  };
}

/** Runs in the page before its own scripts: the bridge that preload would make. */
function fakeBridge(): void {
  const bridge = {
    call: (name: string, argument: unknown) => Reflect.get(window, 'fakeCall')(name, argument),
    on(name: string, listener: (value: unknown) => void) {
      const heard = (event: Event): void => listener((event as CustomEvent).detail);
      addEventListener(`fake:${name}`, heard);
      return () => removeEventListener(`fake:${name}`, heard);
    },
  };
  Object.defineProperty(window, 'jenkinsTray', { value: bridge });
}

const builtIn = ['git', 'junit'].map((name, at) => ({ line: at + 2, name, version: '1.0', url: null, group: null }));
const pluginsView = { file: '', isYaml: false, id: 'a', builtIn, lines: ['# For builds', 'git:1.0', 'junit:1.0'] };

/** Answers of an app without problems. */
function quiet(snapshot: Snapshot): FakeAnswers {
  const nothing = ok(null);
  const view = {
    settings: defaultSettings,
    path: '/home/jörg/.config/jenkins-tray/settings.json',
    home: '/home/jörg/jenkins_home',
    restarts: [],
    problem: null,
    hasUpdates: false,
  };
  return {
    snapshot: ok(snapshot),
    settings: ok(view),
    previewSettings: ok(view),
    changeSettings: ok(view),
    settingsBack: ok({}),
    switchMode: nothing,
    cancel: nothing,
    openJenkins: nothing,
    openUrl: nothing,
    homeSnapshots: ok({ folder: '/home/jörg/jenkins_home-snapshots', home: view.home, workspaces: true, list: [] }),
    startHomeJob: ok(true),
    cancelHomeJob: nothing,
    dismissHomeJob: nothing,
    upgrades: ok({ base: 'jenkins/jenkins:lts-jdk21', images: [], back: null }),
    removeImage: ok(true),
    copyText: nothing,
    passwordOpens: ok(true),
    passwordRefused: ok(false),
    storePassword: nothing,
    changePassword: nothing,
    tryLoginAgain: nothing,
    revealPassword: ok('Grüße-7f3k-p0qz'),
    recentBuilds: ok([]),
    doctor: ok([]),
    plugins: ok(pluginsView),
    savePlugins: ok(pluginsView),
    pickFolder: ok('/mnt/daten'),
    pickFile: ok('/home/jörg/plugins.txt'),
    followLog: nothing,
    unfollowLog: nothing,
    openLogFolder: nothing,
    gpuHistory: ok({ span: '10min', x: [], gpus: [], bands: [] }),
    gpuProcesses: ok({ rows: [], at: 0, failure: null }),
    lookAtGpus: ok(null),
    releaseGpus: ok(null),
    endBuild: ok(null),
    gpuLedger: ok([]),
    offers: ok([]),
    saveLedger: ok('/home/jörg/gpu.csv'),
    systemInfo: ok(null),
    versions: ok({ app: '0.1.0', electron: '45.4.1' }),
    installUpdate: ok(null),
    dismissNotice: nothing,
  };
}
