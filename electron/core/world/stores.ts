import type { Failure } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';

/** The user's settings, and what is wrong with their file: then they are the defaults, and no pass may begin. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly problem: Failure | null;
}

export interface SettingsStore {
  readonly path: string;
  load(): LoadedSettings;
  /** Changes the file under a lock; throws `settings/invalid`, and changes nothing, where the result is not valid. */
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  /** Calls back within a second of another process changing the file; returns a function that stops it. */
  watch(changed: () => void): () => void;
}

export interface IntentStore {
  load(): Intent;
  save(intent: Intent): Promise<void>;
  watch(changed: () => void): () => void;
}

export interface PassLock {
  /**
   * Takes the pass lock for this settings folder, or throws `lock/held` naming its holder. The lock's `signal` aborts if
   * the lock is lost.
   */
  acquire(purpose: string): Promise<{ readonly signal: AbortSignal; release(): Promise<void> }>;
  /** Who holds the lock now, in words; null when nobody does. */
  holder(): Promise<string | null>;
}

/** The host's own copies of secrets, 0600. */
export interface SecretStore {
  /** The administrator's password of this instance's home; generated on first use. */
  adminPassword(): Promise<string>;
}

/** A Docker context of this user, as `docker context ls` shows it. */
export interface ContextFact {
  readonly name: string;
  readonly host: string;
  /** The instance of Jenkins Tray that wrote it; null: somebody else did. */
  readonly instance: string | null;
}

interface ContextContent {
  readonly name: string;
  readonly host: string;
  readonly instance: string;
  readonly description: string;
  readonly files: Readonly<Record<'ca.pem' | 'cert.pem' | 'key.pem', string>>;
}

/** This user's Docker contexts: how `docker --context` on the host reaches the nested engine. */
export interface DockerContexts {
  find(name: string): Promise<ContextFact | null>;
  /** Replaces a context of the same name. */
  write(content: ContextContent): Promise<void>;
  remove(name: string): Promise<void>;
}

/** The engine socket's group inside containers, remembered from the last time it was looked up. */
export interface SocketGroups {
  /** Null where the socket at this host path is not the one that was looked up. */
  remembered(socket: string): Promise<string | null>;
  remember(socket: string, group: string): Promise<void>;
}
