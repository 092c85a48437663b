import type { Failure } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';

/** The user's settings, and what is wrong with their file (then the settings are the defaults and nothing may be acted on). */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly problem: Failure | null;
}

export interface SettingsStore {
  readonly path: string;
  load(): LoadedSettings;
  /** Changes under a lock, validated; throws `settings/invalid` and changes nothing. */
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  /** Calls back within a second when another process changed the file. */
  watch(changed: () => void): () => void;
}

export interface IntentStore {
  load(): Intent;
  save(intent: Intent): Promise<void>;
  watch(changed: () => void): () => void;
}

export interface PassLock {
  /** Takes the pass lock for this settings folder, or throws `lock/held` naming its holder. `signal` of the answer aborts if the lock is lost. */
  acquire(purpose: string): Promise<{ readonly signal: AbortSignal; release(): Promise<void> }>;
  /** Who holds it now, in words; null when nobody. */
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
  /** Of ours that wrote it; null: somebody else's. */
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
  /** Replaces one of the name. */
  write(content: ContextContent): Promise<void>;
  remove(name: string): Promise<void>;
}

/** The group of the engine's socket inside containers, as far as it was asked before. */
export interface SocketGroups {
  /** Null where the socket at this host path is not the one that was asked about. */
  remembered(socket: string): Promise<string | null>;
  remember(socket: string, group: string): Promise<void>;
}
