import { app } from 'electron';
import { createLock } from '../adapters/lock.ts';
import { isOnPath } from '../adapters/on-path.ts';
import { startGuard } from '../adapters/updates/guard.ts';
import { installPackage } from '../adapters/updates/install-package.ts';
import { installedVersion } from '../adapters/updates/installed-version.ts';
import { readFeed } from '../adapters/updates/read-feed.ts';
import { replaceAppImage } from '../adapters/updates/replace-appimage.ts';
import { earlierPackage, keptPackage, settleUpdate } from '../adapters/updates/settle.ts';
import { pendingNote, removeNote, type UpdateNote, updatesFolder, writeNote } from '../adapters/updates/update-note.ts';
import { type Updatable, updatable } from '../adapters/updates/update-source.ts';
import { desktopWords } from '../core/desktop/desktop-words.ts';
import { startedProgram } from '../core/desktop/started-program.ts';
import { refusedNoticeId, updateOffer } from '../core/desktop/update-offer.ts';
import { FailureError, failureOf } from '../shared/failure.ts';
import { notConfirmed } from '../shared/failures/consent.ts';
import { updateAvailable, updateBusy, updateNotInstalled, updateNotStarted } from '../shared/failures/update.ts';
import { type Notice, updateNoticeId } from '../shared/notice.ts';
import { isQuiet } from '../shared/state-words.ts';
import type { UpdateOffer } from '../shared/update.ts';
import type { AppLog } from '../shell/app-log.ts';
import type { Confirmation } from '../shell/confirm-dialog.ts';
import type { PackageUpdater } from '../shell/package-updater.ts';
import type { CoreSession } from './core-session.ts';

/** After a start, so that it does not slow a login down; and then once a day. */
const FIRST_CHECK_MS = 15_000;
const CHECK_INTERVAL_MS = 24 * 3600 * 1000;

export interface UpdatesWorld {
  readonly session: Pick<CoreSession, 'snapshot' | 'setOwnNotices'>;
  readonly configDir: string;
  readonly version: string;
  readonly log: AppLog;
  confirm(what: Confirmation): Promise<boolean>;
}

/** Looks for newer versions of this package and installs them, where a feed was built in and the user wants that. */
export class Updates {
  readonly #world: UpdatesWorld;
  readonly #updatable: Updatable | null;
  readonly #closing = new AbortController();
  /** Of the version that it was made for. */
  #updater: { readonly own: string; readonly made: Promise<PackageUpdater> } | null = null;
  #failed: UpdateNote | null = null;
  #started = false;
  #wanted = false;
  #timer: NodeJS.Timeout | undefined;
  #installing = false;

  constructor(world: UpdatesWorld) {
    this.#world = world;
    this.#updatable = app.isPackaged ? updatable(process.resourcesPath, program() !== process.execPath) : null;
  }

  /** Whether this package has a feed. */
  get hasFeed(): boolean {
    return this.#updatable !== null;
  }

  /** Once this version has started: an update that led to it is complete; one that was gone back from is told. */
  started(): void {
    this.#failed = settleUpdate(this.#world.configDir, this.#world.version);
    this.#started = true;
    this.#show(null);
  }

  /** Follows the setting. */
  apply(wanted: boolean): void {
    if (wanted === this.#wanted || this.#updatable === null) return;
    this.#wanted = wanted;
    clearTimeout(this.#timer);
    if (wanted) this.#checkAfter(this.#started ? 0 : FIRST_CHECK_MS);
    else this.#show(null);
  }

  /**
   * Asks the user, downloads what the feed offers, installs it, and ends this app for the newer one. Throws a failure of
   * `update/…`, or `consent/needed` after a cancel.
   */
  async install(): Promise<void> {
    const { log } = this.#world;
    if (this.#installing) throw new FailureError(updateBusy('Another installation'));
    this.#installing = true;
    try {
      const { kind } = this.#package();
      const { own, made } = await this.#open();
      const updater = await made;
      const offer = await updater.check();
      if (offer === null) throw new FailureError(updateNotInstalled('The feed offers nothing newer any more.'));
      const { question, lines, administrator, yes } = desktopWords.update;
      const told = kind === 'AppImage' ? lines : [...lines, administrator];
      if (!(await this.#world.confirm({ question: question(offer.version), lines: told, yes })))
        throw new FailureError(notConfirmed());
      this.#requireIdle();
      const downloaded = await updater.download();
      await this.#whileNothingSwitches(() => this.#replace(own, offer, downloaded));
      log.info(`updated to ${offer.version}; restarting`);
      app.quit();
    } catch (thrown) {
      const { code, title, detail } = failureOf(thrown);
      if (code !== 'consent/needed') log.warn(`${title}: ${detail}`);
      throw thrown;
    } finally {
      this.#installing = false;
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#closing.abort();
  }

  #checkAfter(ms: number): void {
    this.#timer = setTimeout(() => {
      void this.#check().finally(() => {
        if (this.#wanted && !this.#closing.signal.aborted) this.#checkAfter(CHECK_INTERVAL_MS);
      });
    }, ms);
  }

  async #check(): Promise<void> {
    // What is being installed must stay what was offered.
    if (this.#installing) return;
    try {
      const { own, made } = await this.#open();
      const offer = await (await made).check();
      this.#show(
        offer === null ? null : { id: updateNoticeId(offer.version), failure: updateAvailable(offer.version, own) },
      );
    } catch (thrown) {
      if (this.#closing.signal.aborted) return;
      const failure = failureOf(thrown);
      this.#world.log.warn(`${failure.title}: ${failure.detail}`);
      // A network that is down is none of the user's business; a feed that somebody changed is.
      const isRefused = failure.code === 'update/refused';
      this.#show(isRefused ? { id: refusedNoticeId(failure.detail, new Date()), failure } : null);
    }
  }

  #show(notice: Notice | null): void {
    const failed = this.#failed;
    const told = failed === null ? [] : [{ id: `not-started-${failed.to}`, failure: updateNotStarted(failed, true) }];
    this.#world.session.setOwnNotices('update', [...told, ...(notice === null || !this.#wanted ? [] : [notice])]);
  }

  #package(): Updatable {
    if (this.#updatable === null) throw new FailureError(updateNotInstalled('This package has no feed.'));
    return this.#updatable;
  }

  /** For the version that is installed: another program may have changed it since this one started. */
  async #open(): Promise<{ readonly own: string; readonly made: Promise<PackageUpdater> }> {
    const { kind } = this.#package();
    const own = (await installedVersion(kind, process.env)) ?? this.#world.version;
    if (this.#updater?.own !== own) this.#updater = { own, made: this.#create(own) };
    return this.#updater;
  }

  async #create(version: string): Promise<PackageUpdater> {
    const { source, kind } = this.#package();
    const { configDir, log } = this.#world;
    const { signal } = this.#closing;
    const { createPackageUpdater } = await import('../shell/package-updater.ts');
    return createPackageUpdater({
      kind,
      version,
      folder: updatesFolder(configDir),
      feed: source.feed,
      offer: async () => {
        const { arch } = process;
        const manifest = await readFeed(source, arch, signal);
        return updateOffer(manifest, { version, kind, arch, failed: this.#failed?.to ?? null });
      },
      download: async (file, to) => {
        const { downloadUpdate } = await import('../adapters/updates/download.ts');
        await downloadUpdate(source.feed, file, to, signal);
      },
      log: (line) => log.info(`update: ${line}`),
    });
  }

  #requireIdle(): void {
    if (!isQuiet(this.#world.session.snapshot())) throw new FailureError(updateBusy('Jenkins Tray'));
  }

  /** Holds the pass lock, so that neither this app nor a command begins a switch. */
  async #whileNothingSwitches(install: () => Promise<void>): Promise<void> {
    this.#requireIdle();
    const { release } = await createLock(this.#world.configDir)
      .acquire('update')
      .catch((thrown: unknown) => {
        const { code, detail } = failureOf(thrown);
        throw code === 'lock/held'
          ? new FailureError(updateBusy(detail.split(' is ')[0] ?? 'Another process'))
          : thrown;
      });
    await install().finally(release);
  }

  /** `version`: the installed one. */
  async #replace(version: string, offer: UpdateOffer, downloaded: string): Promise<void> {
    const { kind } = this.#package();
    const { configDir } = this.#world;
    const { file } = offer;
    const note: UpdateNote = {
      kind,
      from: version,
      to: offer.version,
      previous: kind === 'AppImage' ? keptPackage(configDir, version, kind) : earlierPackage(configDir, version, kind),
      downloaded,
    };
    await writeNote(pendingNote(configDir), note);
    try {
      if (kind === 'AppImage' && note.previous !== null)
        await replaceAppImage({ appImage: program(), newer: downloaded, file, previous: note.previous });
      if (kind !== 'AppImage') {
        const { installCommand } = await import('../shell/package-updater.ts');
        const command = installCommand(kind, (name) => isOnPath(name, process.env));
        const installation = { path: downloaded, file, command, env: process.env, uid: process.getuid?.() ?? 0 };
        await installPackage(installation).catch(async (thrown: unknown) => {
          // A package manager may end so for another package's sake, or zypper to inform, with ours installed.
          if ((await installedVersion(kind, process.env)) !== offer.version) throw thrown;
          this.#world.log.warn(`update: ${failureOf(thrown).detail}`);
        });
      }
    } catch (thrown) {
      removeNote(pendingNote(configDir));
      throw thrown;
    }
    startGuard({ configDir, pid: process.pid, program: program(), note, env: process.env });
  }
}

/** What starts this app. */
const program = (): string => startedProgram(process.execPath, process.env);
