import type { Failure } from '../../shared/failure.ts';
import type { JenkinsMode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { PluginLook } from './plugins.ts';

/** The user's settings. With a `problem` in their file they are the defaults, and no pass may start. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly problem: Failure | null;
}

/** A file of the settings folder that could not be read; `copy`: where it is kept as it was. */
export interface DamagedFile {
  readonly file: string;
  readonly copy: string;
}

export interface SettingsStore {
  readonly path: string;
  load(): LoadedSettings;
  /** Changes the file under a lock; throws `settings/invalid`, and changes nothing, if the result is not valid. */
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  /** Calls back within a second after another process changed the file; returns a function that stops watching. */
  watch(changed: () => void): () => void;
  /** Other files of the folder that were damaged, as long as the copies of them are there. */
  damaged(): readonly DamagedFile[];
  /** The settings with which Jenkins was last ready, without its login; null: none are kept. */
  lastReady(): Settings | null;
  /** Keeps what a start in this mode has proven of them; throws `settings/unwritable`. */
  keepReady(mode: JenkinsMode, settings: Settings): Promise<void>;
}

export interface IntentStore {
  load(): Intent;
  save(intent: Intent): Promise<void>;
  watch(changed: () => void): () => void;
}

interface HeldLock {
  /** Aborts if the lock is lost. */
  readonly signal: AbortSignal;
  /** Aborts if another process asks to cancel the request. */
  readonly cancelled: AbortSignal;
  release(): Promise<void>;
}

export interface PassLock {
  /** Takes the pass lock for this settings folder, or throws `lock/held` naming its holder. */
  acquire(purpose: string): Promise<HeldLock>;
  /** Asks the holder, which may be another process, to cancel its request; does nothing if the lock is free. */
  askToCancel(): Promise<void>;
  /** The lock's holder, as text; null if it is free. */
  holder(): Promise<string | null>;
  /** What its holder has taken it for, as given to `acquire`; null if it is free. */
  purpose(): Promise<string | null>;
  /** Calls back soon after it was taken or released; returns a function that unsubscribes. */
  watch(changed: () => void): () => void;
}

/** The host's own copies of secrets, 0600. */
export interface SecretStore {
  /** The administrator's password of this instance's home; generated on first use. */
  adminPassword(): Promise<string>;
  /** Generates a password that is about to replace the stored one, and stores it beside that. */
  draftPassword(): Promise<string>;
  /** Stores the administrator's password; the one before is kept beside it, since a home that is put back has it. */
  keepPassword(password: string): Promise<void>;
  /** What may be right where the stored one is not: the one that was about to replace it, and the one before. */
  otherPasswords(): Promise<readonly string[]>;
  /**
   * The API token that the app made for itself in the home with this id. Empty: it made the administrator there, and no
   * token; null: neither.
   */
  apiToken(home: string): Promise<string | null>;
  keepApiToken(home: string, token: string): Promise<void>;
}

/** A login, and the container that it was sent to (`Place.container`, which differs after each start). */
export interface RefusedLogin {
  readonly container: string;
  readonly user: string;
  readonly password: string;
}

/**
 * Logins that a Jenkins refused, known to every process of this settings folder: directories such as LDAP lock accounts
 * after a few wrong ones.
 */
export interface RefusedLogins {
  has(login: RefusedLogin): boolean;
  /** Whether any login of this user was refused there, with whatever password. */
  hasAny(container: string, user: string): boolean;
  /**
   * `sentAt`: ms since 1970; what was sent before the last `forget` of that user says nothing any more. Never fails: where it
   * cannot be stored, this process remembers it.
   */
  add(login: RefusedLogin, sentAt: number): Promise<void>;
  /** Lets the logins of a user be tried again: they were given anew. Throws `settings/unwritable`. */
  forget(user: string): Promise<void>;
}

/** This settings folder, as the labels of its objects name it. */
export interface Owner {
  /** Random. */
  readonly id: string;
  /** Instances whose objects without an owner label belong to it, with the user's consent. */
  readonly adopted: readonly string[];
}

export interface OwnerStore {
  /** Changes nothing: a folder that is used for the first time gets the id that `keep` will store. */
  load(): Owner;
  /** Stores the id, unless one is stored. Throws `settings/unwritable`. */
  keep(): Promise<void>;
  adopt(instance: string): Promise<void>;
}

/** The homes on which Jenkins has run, by host path. A disk that is not mounted looks like a new home. */
export interface HomeStore {
  /** The id in the home's marker; null if the home is not known. */
  known(home: string): Promise<string | null>;
  remember(home: string, id: string): Promise<void>;
  /** The last look at the plugins of a home, until what it found is decided and done; null: nothing is open. */
  pluginLook(home: string): PluginLook | null;
  rememberPlugins(home: string, look: PluginLook | null): Promise<void>;
  /** A random id for a home that has none. */
  newId(): string;
}

/** A Docker context of this user, as `docker context ls` shows it. */
export interface ContextFact {
  readonly name: string;
  readonly host: string;
  /** The instance of Jenkins Tray that wrote it; null if it is not ours. */
  readonly instance: string | null;
}

interface ContextContent {
  readonly name: string;
  readonly host: string;
  readonly instance: string;
  readonly description: string;
  readonly files: Readonly<Record<'ca.pem' | 'cert.pem' | 'key.pem', string>>;
}

/** The user's Docker contexts, with which `docker --context` on the host reaches the nested engine. */
export interface DockerContexts {
  find(name: string): Promise<ContextFact | null>;
  /** Replaces a context of the same name. */
  write(content: ContextContent): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Cache of the engine socket's group inside containers. */
export interface SocketGroups {
  /** Null if the socket at this host path has changed since. */
  remembered(socket: string): Promise<string | null>;
  remember(socket: string, group: string): Promise<void>;
}
