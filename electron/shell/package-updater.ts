import { app } from 'electron';
import type { AppAdapter } from 'electron-updater/out/AppAdapter.js';
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js';
import type { AppUpdater } from 'electron-updater/out/AppUpdater.js';
import { DebUpdater } from 'electron-updater/out/DebUpdater.js';
import { DownloadedUpdateHelper } from 'electron-updater/out/DownloadedUpdateHelper.js';
import { Provider, type ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { RpmUpdater } from 'electron-updater/out/RpmUpdater.js';
import type { ResolvedUpdateFileInfo, UpdateInfo } from 'electron-updater/out/types.js';
import type { PackageKind, UpdateFile, UpdateOffer } from '../shared/update.ts';

export interface UpdaterParts {
  readonly kind: PackageKind;
  readonly version: string;
  /** Where downloads are kept. */
  readonly folder: string;
  readonly feed: string;
  /** The newer version that the signed feed offers; null: none. */
  offer(): Promise<UpdateOffer | null>;
  /** Downloads a file to a path, and checks it. */
  download(file: UpdateFile, to: string): Promise<void>;
  log(line: string): void;
}

export interface PackageUpdater {
  /** Null: nothing newer. Throws what `offer` throws. */
  check(): Promise<UpdateOffer | null>;
  /** Returns the path of what was offered last. Throws what `download` throws. */
  download(): Promise<string>;
}

const UPDATERS = { deb: DebUpdater, rpm: RpmUpdater, AppImage: AppImageUpdater } as const;

/**
 * electron-updater with our own feed: what it knows of versions and files is what our signed manifest says, what it
 * downloads is checked by us, and it neither installs on its own (it would check no signature of deb and rpm,
 * electron-builder#9990) nor numbers its users.
 */
export function createPackageUpdater(parts: UpdaterParts): PackageUpdater {
  const { kind, folder, feed } = parts;
  let offered: UpdateOffer | null = null;
  class SignedFeed extends Provider<UpdateInfo> {
    // electron-updater's own is protected.
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime);
    }
    async getLatestVersion(): Promise<UpdateInfo> {
      offered = await parts.offer();
      return infoOf(offered, parts.version);
    }
    resolveFiles({ files }: UpdateInfo): ResolvedUpdateFileInfo[] {
      return files.map((info) => ({ url: new URL(info.url, feed), info }));
    }
  }
  const updater: AppUpdater = new UPDATERS[kind](
    { provider: 'custom', updateProvider: SignedFeed },
    adapter(parts.version, folder),
  );
  const download = async (_url: URL, to: string): Promise<void> => {
    if (offered !== null) await parts.download(offered.file, to);
  };
  const said = { info: parts.log, warn: parts.log, error: parts.log };
  Object.assign(updater, {
    httpExecutor: { download },
    downloadedUpdateHelper: new DownloadedUpdateHelper(folder),
    // Otherwise it gives each user a number, and sends it.
    stagingUserIdPromise: { value: Promise.resolve('') },
    logger: said,
    autoDownload: false,
    autoInstallOnAppQuit: false,
    disableDifferentialDownload: true,
  });
  return {
    async check() {
      const found = await updater.checkForUpdates();
      return found?.isUpdateAvailable === true ? offered : null;
    },
    async download() {
      const [path] = await updater.downloadUpdate();
      if (path === undefined) throw new Error('electron-updater names no file');
      return path;
    },
  };
}

/** As electron-updater knows a version; the installed one if nothing is offered. */
function infoOf(offer: UpdateOffer | null, own: string): UpdateInfo {
  const file = offer?.file;
  const files = file === undefined ? [] : [{ url: file.name, size: file.size, sha512: file.sha512 }];
  return {
    version: offer?.version ?? own,
    files,
    path: file?.name ?? '',
    sha512: file?.sha512 ?? '',
    releaseDate: '',
  };
}

const adapter = (version: string, folder: string): AppAdapter => ({
  version,
  name: 'jenkins-tray',
  isPackaged: true,
  appUpdateConfigPath: '',
  userDataPath: folder,
  baseCachePath: folder,
  whenReady: () => app.whenReady().then(() => undefined),
  relaunch: () => undefined,
  quit: () => undefined,
  onQuit: () => undefined,
});

/** Words of electron-updater for which nobody asked: they bring an older package back, and move what an administrator holds. */
const UNASKED = ['--allow-downgrades', '--allow-change-held-packages'];

/** The command with which electron-updater installs a package; the package follows as its last argument. */
export function installCommand(kind: 'deb' | 'rpm', has: (program: string) => boolean): readonly string[] {
  let command: readonly string[] = [];
  const kept = (words: string[]): void => {
    command = words.slice(0, -1).filter((word) => !UNASKED.includes(word));
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  if (kind === 'deb') DebUpdater.installWithCommandRunner(has('apt') ? 'apt' : 'dpkg', '', kept, log);
  else RpmUpdater.installWithCommandRunner(RPM_MANAGERS.find(has) ?? 'rpm', '', kept, log);
  return command;
}

const RPM_MANAGERS = ['zypper', 'dnf', 'yum'] as const;
