import type { Result } from '../../shared/failure.ts';
import type { Build } from '../../shared/snapshot.ts';
import type { ContainerFact, EngineVersion, ObjectFact } from '../world/engine.ts';
import type { HomeFact } from '../world/host.ts';
import type { Page } from '../world/jenkins.ts';
import type { ContextFact } from '../world/stores.ts';

/** What one observation found. */
export interface Facts {
  readonly engine: EngineVersion;
  /** Containers of our names, ours or not. */
  readonly containers: readonly ContainerFact[];
  readonly networks: readonly ObjectFact[];
  readonly volumes: readonly ObjectFact[];
  readonly images: readonly ObjectFact[];
  readonly home: HomeFact;
  /** The Docker context of the nested engine's name, ours or not. */
  readonly context: ContextFact | null;
  /** How the running Jenkins' page answers; null when none runs. */
  readonly page: Page | null;
  /** Of the Jenkins that runs, as it answered; null when none does. */
  readonly builds: Result<readonly Build[]> | null;
  /** Looked up only when something is about to be done. */
  readonly beyond: Beyond | null;
}

/** What must be known before anything is disturbed. */
export interface Beyond {
  readonly running: readonly ContainerFact[];
  /** Wanted ports that something on the host holds: by whom, and a free port near, if there is one. */
  readonly taken: readonly { readonly port: number; readonly holder: string; readonly free: number | null }[];
  /** Of the Jenkins that runs; null when none does. */
  readonly builds: Result<readonly Build[]> | null;
  /** Data mounts whose folder is not there. */
  readonly missingMounts: readonly string[];
  /** The home and all folders that containers mount, each without symbolic links: the engine tells of them as they were written. */
  readonly real: Readonly<Record<string, string>>;
}
