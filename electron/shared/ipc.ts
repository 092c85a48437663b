import * as z from 'zod/mini';
import { MAX_WAIT_MINUTES } from './consents.ts';
import type { Result } from './failure.ts';
import type { GpuLedgerRow, GpuListing } from './gpu.ts';
import { GPU_SPANS, type GpuHistoryView } from './gpu-history.ts';
import { isSnapshotName, type SnapshotEstimate, type SnapshotsView } from './home-snapshot.ts';
import type { Pushes, PushName } from './ipc-channels.ts';
import { LOG_SOURCES } from './log-source.ts';
import { MODES } from './mode.ts';
import type { Offer } from './offer.ts';
import type { UpgradesView } from './own-image.ts';
import type { PluginsView } from './plugins-view.ts';
import type { Preview } from './preview.ts';
import type { Json } from './settings-path.ts';
import type { SettingsPreview, SettingsView } from './settings-view.ts';
import type { Build, Check, Snapshot } from './snapshot.ts';
import type { SystemInfo } from './system-info.ts';

/** A call from the window: the schema of its argument, which main validates, and its result type. */
interface Call<A extends z.ZodMiniType, T> {
  readonly argument: A;
  /** Carries the result type; unused at run time, since the window trusts main. */
  readonly returns?: (value: T) => T;
}

/** A call that takes an argument. */
const takes = <A extends z.ZodMiniType>(argument: A) => ({ returns: <T>(): Call<A, T> => ({ argument }) });
/** A call without an argument. */
const returns = <T>() => takes(z.undefined()).returns<T>();

const mode = z.enum(MODES);
const source = z.enum(LOG_SOURCES);
const shortText = z.string().check(z.maxLength(4096));
/** A Diagnostics report has a few kilobytes. */
const longText = z.string().check(z.maxLength(64 * 1024));
/** A partial settings document, dotted keys: `{ 'ports.dind': 8081 }`. */
const consents = z.array(shortText).check(z.maxLength(200));
/** The upgrade that a change of mode begins; absent: none. */
const upgrade = z.optional(
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('to'),
      version: z.nullable(z.string().check(z.minLength(1), z.maxLength(512))),
      keepsHome: z.boolean(),
    }),
    z.strictObject({ kind: z.literal('back') }),
  ]),
);
const name = z.string().check(z.refine(isSnapshotName));
/** A snapshot that becomes the home with a change of mode; absent: the home stays. */
const restore = z.optional(name);
const without = z.enum(['nothing', 'rebuilt']);
/** `file` of an export or import: main asks the user. */
const homeJob = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('create'),
    without,
    wait: z.nullable(z.int().check(z.minimum(0), z.maximum(MAX_WAIT_MINUTES))),
  }),
  z.strictObject({ kind: z.enum(['verify', 'delete', 'export']), name }),
  z.strictObject({ kind: z.literal('import') }),
]);
const settingsChange = z.record(shortText, z.json());
const picker = z.strictObject({ title: shortText, from: shortText });

/**
 * The contract between window and main: each call with its argument and its result, which is wrapped in a Result because
 * errors cross as data. The bridge, main's handlers (a missing or extra one does not compile) and the test fakes are
 * derived from it. Pushes and channels are in `ipc-channels.ts`.
 */
export const calls = {
  snapshot: returns<Snapshot>(),
  /** `consents`: given already, before the preview's questions. */
  preview: takes(z.strictObject({ mode, consents: z.optional(consents), upgrade, restore })).returns<Preview>(),
  /** Resolves when the request is stored and started; snapshots report its progress. */
  switchMode: takes(z.strictObject({ mode, consents, upgrade, restore })).returns<null>(),
  cancel: returns<null>(),
  /** The snapshots of the home, newest first. */
  homeSnapshots: returns<SnapshotsView>(),
  /** What a snapshot would take now. */
  measureSnapshot: takes(z.strictObject({ without })).returns<SnapshotEstimate>(),
  /** Resolves once it runs, after main has asked what it needs to; false when the user cancelled that. */
  startHomeJob: takes(homeJob).returns<boolean>(),
  cancelHomeJob: returns<null>(),
  /** Forgets how the last job ended. */
  dismissHomeJob: returns<null>(),
  upgrades: returns<UpgradesView>(),
  /** Removes an image of this app, after main has asked the user; false when the user cancelled that. */
  removeImage: takes(shortText).returns<boolean>(),
  openJenkins: returns<null>(),
  openUrl: takes(shortText).returns<null>(),
  copyText: takes(longText).returns<null>(),
  /** Whether the administrator's password opens anything, as far as is known. */
  passwordOpens: returns<boolean>(),
  /** Whether Jenkins refuses the stored password of the account that this app made. */
  passwordRefused: returns<boolean>(),
  /** Throws `jenkins/login-refused` if it no longer fits. */
  revealPassword: returns<string>(),
  /** Stores the administrator's present password, if Jenkins accepts it. */
  storePassword: takes(z.string().check(z.minLength(1), z.maxLength(1024))).returns<null>(),
  /** Sends the logins that Jenkins refused again, once: an account may have been mended there. */
  tryLoginAgain: returns<null>(),
  /** Gives the administrator a new, generated password, after main has asked the user. */
  changePassword: returns<null>(),
  recentBuilds: returns<readonly Build[]>(),
  doctor: takes(z.strictObject({ gpu: z.boolean() })).returns<readonly Check[]>(),
  settings: returns<SettingsView>(),
  /** Every Jenkins that this app did not create. */
  offers: returns<readonly Offer[]>(),
  /** Changes nothing; returns what it would restart. Fails with `settings/invalid` if a value is not allowed. */
  previewSettings: takes(settingsChange).returns<SettingsPreview>(),
  /** Stores the change; returns the new settings. */
  changeSettings: takes(settingsChange).returns<SettingsView>(),
  /** The list of plugins that Jenkins' image is built from. */
  plugins: returns<PluginsView>(),
  /** Stores another text of the list with this id, after main has asked the user; it must be valid. */
  savePlugins: takes(
    z.strictObject({ id: shortText, lines: z.array(shortText).check(z.maxLength(2000)) }),
  ).returns<PluginsView>(),
  /** What to change to go back to the settings with which Jenkins was last ready, by dotted key; empty: nothing. */
  settingsBack: returns<Readonly<Record<string, Json>>>(),
  /** Null when the user cancelled. */
  pickFolder: takes(picker).returns<string | null>(),
  pickFile: takes(picker).returns<string | null>(),
  followLog: takes(z.strictObject({ source })).returns<null>(),
  unfollowLog: returns<null>(),
  /** Where it was saved; null when cancelled. */
  saveLog: takes(z.strictObject({ source })).returns<string | null>(),
  openLogFolder: returns<null>(),
  gpuHistory: takes(z.strictObject({ span: z.enum(GPU_SPANS) })).returns<GpuHistoryView>(),
  gpuProcesses: returns<GpuListing>(),
  /** The GPU view is looked at: readings come each second instead of every ten. */
  lookAtGpus: takes(z.strictObject({ looking: z.boolean() })).returns<null>(),
  /** Lets go of the GPUs; 0: reads them again. */
  releaseGpus: takes(z.strictObject({ minutes: z.number().check(z.minimum(0), z.maximum(24 * 60)) })).returns<null>(),
  /** Ends a running build, after main has asked the user. */
  endBuild: takes(z.strictObject({ job: shortText, number: z.int().check(z.positive()) })).returns<null>(),
  gpuLedger: returns<readonly GpuLedgerRow[]>(),
  /** Where the CSV was saved; null when cancelled. */
  saveLedger: returns<string | null>(),
  /** Null if unknown. */
  systemInfo: returns<SystemInfo | null>(),
  versions: returns<Readonly<Record<string, string>>>(),
  dismissNotice: takes(shortText).returns<null>(),
  /** Installs the update that a notice offers, after main has asked the user; the app then ends and starts again. */
  installUpdate: returns<null>(),
} as const;

export type CallName = keyof typeof calls;
export type Argument<N extends CallName> = z.infer<(typeof calls)[N]['argument']>;
/** The parameters after a call's name: its argument, or none. */
export type CallParameters<N extends CallName> = undefined extends Argument<N> ? [] : [Argument<N>];
/** The result type of each call, without its Result wrapper. */
export type CallResults = {
  [N in CallName]: (typeof calls)[N] extends Call<z.ZodMiniType, infer T> ? T : never;
};

/** The bridge that the window sees as `window.jenkinsTray`. */
export interface Bridge {
  call<N extends CallName>(name: N, ...argument: CallParameters<N>): Promise<Result<CallResults[N]>>;
  /** Calls back with each push; returns a function that unsubscribes. */
  on<P extends PushName>(name: P, listener: (value: Pushes[P]) => void): () => void;
}
