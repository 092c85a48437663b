import * as z from 'zod/mini';
import type { Failure, Result } from './failure.ts';
import type { GpuHistoryView, GpuLedgerRow, GpuProcessRow } from './gpu.ts';
import type { Mode } from './mode.ts';
import type { Settings } from './settings.ts';
import type { Build, Check, DriftCause, Preview, Snapshot } from './snapshot.ts';
import type { SystemInfo } from './system-info.ts';

/**
 * The whole contract between window and main: each call's argument schema, and its answer's type.
 * `preload` derives the bridge from it, `shell/ipc.ts` the handlers; one missing or too many does not compile.
 * Every answer is a Result: errors cross as data.
 */
const mode = z.enum(['dind', 'dood', 'off']);
const nothing = z.undefined();
const shortText = z.string().check(z.maxLength(4096));
/** A report of Diagnostics has some kilobytes. */
const longText = z.string().check(z.maxLength(64 * 1024));
const source = z.enum(['jenkins', 'dind']);

export const calls = {
  snapshot: nothing,
  preview: z.strictObject({ mode }),
  switchMode: z.strictObject({ mode, consents: z.array(shortText).check(z.maxLength(200)) }),
  cancel: nothing,
  openJenkins: nothing,
  openUrl: shortText,
  copyText: longText,
  revealPassword: nothing,
  recentBuilds: nothing,
  doctor: z.strictObject({ gpu: z.boolean() }),
  settings: nothing,
  /** A partial settings document, dotted keys: `{ 'ports.dind': 8081 }`. Changes nothing; says what it would restart. */
  previewSettings: z.record(shortText, z.json()),
  /** The same, stored. */
  changeSettings: z.record(shortText, z.json()),
  pickFolder: z.strictObject({ title: shortText, from: shortText }),
  pickFile: z.strictObject({ title: shortText, from: shortText }),
  followLog: z.strictObject({ source }),
  unfollowLog: nothing,
  saveLog: z.strictObject({ source }),
  openLogFolder: nothing,
  gpuHistory: z.strictObject({ span: z.enum(['10min', '1h', '24h']) }),
  gpuProcesses: nothing,
  gpuLedger: nothing,
  saveLedger: nothing,
  systemInfo: nothing,
  versions: nothing,
  dismissNotice: shortText,
} as const;

export type CallName = keyof typeof calls;
export type Argument<N extends CallName> = z.infer<(typeof calls)[N]>;

/** What each call answers with, inside a Result. */
export interface Answers {
  snapshot: Snapshot;
  preview: Preview;
  /** Resolves when the wish is stored and begun; how it goes is in the snapshots. */
  switchMode: null;
  cancel: null;
  openJenkins: null;
  openUrl: null;
  copyText: null;
  revealPassword: string;
  recentBuilds: readonly Build[];
  doctor: readonly Check[];
  settings: SettingsView;
  /** Fails with `settings/invalid` where a value may not be. */
  previewSettings: SettingsView;
  /** The new settings and what they will restart. */
  changeSettings: SettingsView;
  /** Null when the user cancelled. */
  pickFolder: string | null;
  pickFile: string | null;
  followLog: null;
  unfollowLog: null;
  /** Where it was saved; null when cancelled. */
  saveLog: string | null;
  openLogFolder: null;
  gpuHistory: GpuHistoryView;
  gpuProcesses: readonly GpuProcessRow[];
  gpuLedger: readonly GpuLedgerRow[];
  /** Where the CSV was saved; null when cancelled. */
  saveLedger: string | null;
  /** Null where it cannot be told. */
  systemInfo: SystemInfo | null;
  versions: Readonly<Record<string, string>>;
  dismissNotice: null;
}

export interface SettingsView {
  readonly settings: Settings;
  readonly path: string;
  /** The home in force, where `settings.home` is empty too. */
  readonly home: string;
  /** What the file's settings would restart or recreate that runs now; empty when nothing. */
  readonly restarts: readonly DriftCause[];
  readonly problem: Failure | null;
}

/** What main pushes to the window. */
export interface Pushes {
  snapshot: Snapshot;
  /** A batch of log lines of the followed source, at most 60 batches a second. */
  log: { readonly source: 'jenkins' | 'dind'; readonly lines: readonly string[] };
  /** The page that the user asked for in the tray. */
  navigate: 'overview' | 'builds' | 'gpus' | 'logs' | 'settings' | 'diagnostics';
  /** A mode was chosen in the tray and there is something to ask first: Overview is shown with its preview. */
  choose: Mode;
  /** The settings changed: here, in the tray, by the command line or in an editor. */
  settings: SettingsView;
}

/** The bridge that the window sees as `window.jenkinsTray`. */
export interface Bridge {
  call<N extends CallName>(
    name: N,
    ...argument: undefined extends Argument<N> ? [] : [Argument<N>]
  ): Promise<Result<Answers[N]>>;
  /** Calls back on each push until the answer is called. */
  on<P extends keyof Pushes>(name: P, listener: (value: Pushes[P]) => void): () => void;
}
