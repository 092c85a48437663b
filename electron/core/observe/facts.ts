import type { Failure, Result } from '../../shared/failure.ts';
import type { Build, Queued } from '../../shared/snapshot.ts';
import type { ContainerFact, EngineUsers, EngineVersion, NetworkUser, ObjectFact } from '../world/engine.ts';
import type { HomeFact, HostJenkins } from '../world/host.ts';
import type { Condition, Page } from '../world/jenkins.ts';
import type { PluginLook } from '../world/plugins.ts';
import type { ContextFact } from '../world/stores.ts';
import type { Upgrade } from '../world/upgrades.ts';
import type { HomeHolder } from './home-holder.ts';

/** What one observation found. */
export interface Facts {
  readonly engine: EngineVersion;
  /** Containers with our names, ours or hand-made, and ours that were put aside or are to replace others. */
  readonly containers: readonly ContainerFact[];
  readonly networks: readonly ObjectFact[];
  /** Containers that run in our network; observed only before it is removed. */
  readonly networkUsers: readonly NetworkUser[];
  readonly volumes: readonly ObjectFact[];
  readonly images: readonly ObjectFact[];
  readonly home: HomeFact;
  /** The id of the home, if Jenkins has run on it; null if this settings folder does not know it. */
  readonly knownHome: string | null;
  /** What was found about the plugins of the home and is not yet decided and done; absent or null: nothing. */
  readonly pluginLook?: PluginLook | null;
  /** The last upgrade of this home; absent or null: there was none. */
  readonly upgrade?: Upgrade | null;
  /** The Docker context with the nested engine's name, ours or hand-made. */
  readonly context: ContextFact | null;
  /** The page of the running Jenkins; null if none runs. */
  readonly page: Page | null;
  /** What the running Jenkins does; absent: it is simply up, does not answer, or that is unknown. */
  readonly condition?: Condition;
  /** Who asked Jenkins to prepare for its shutdown, or why; absent: nobody did, or that is unknown. */
  readonly quietReason?: string;
  /** What waits in its queue; absent: nothing, or that is unknown. */
  readonly queue?: readonly Queued[];
  /** The question what waits had no answer. */
  readonly isQueueMissed?: boolean;
  /** Running builds of the running Jenkins; null if none runs. */
  readonly builds: Result<readonly Build[]> | null;
  /** Why Jenkins refuses the stored login; absent: it does not, or that is unknown. */
  readonly login?: Failure;
  /** Observed only before changes. */
  readonly preflight: PreflightFacts | null;
}

/** The facts with all that is observed before changes. */
export interface FullFacts extends Facts {
  readonly preflight: PreflightFacts;
}

/** A wanted port that is in use: by what, if it is not a container, and a free port nearby, if any. */
export interface TakenPort extends WantedPort {
  readonly holder: string;
  readonly free: number | null;
}

/** A TCP port that a mode needs, on its own address. */
export interface WantedPort {
  readonly address: string;
  readonly port: number;
}

/** What must be known before anything is changed. */
export interface PreflightFacts {
  readonly running: readonly ContainerFact[];
  /** Every other Jenkins in a container, running or stopped; observed only before a first start. */
  readonly others: readonly ContainerFact[];
  /** What an earlier, unfinished take-over of the named Jenkins has put aside, newest first; before a first start. */
  readonly takenBefore?: readonly ContainerFact[];
  /** The Jenkins of this computer itself; none for an engine elsewhere. */
  readonly hostJenkins: readonly HostJenkins[];
  /** The running builds of the Jenkins that is taken over, by its id. */
  readonly otherBuilds: Readonly<Record<string, Result<readonly Build[]>>>;
  readonly users: EngineUsers;
  readonly takenPorts: readonly TakenPort[];
  /** Running builds of the running Jenkins; null if none runs. */
  readonly builds: Result<readonly Build[]> | null;
  /** Another computer's Jenkins that has the home, or had it when it died; absent or null: none. */
  readonly holder?: HomeHolder | null;
  /** This host does not have the address on which ports are published; false for an engine elsewhere. */
  readonly addressMissing: boolean;
  /** Data mounts whose folder is missing. */
  readonly missingMounts: readonly string[];
  /** Data mounts whose disk does not respond. */
  readonly unresponsiveMounts: readonly string[];
  /** Files of the home that name `tcp://docker:`; observed only where another container in our network is called `docker`. */
  readonly dockerNamedIn: readonly string[];
  /** Resolved paths of the home and of all folders and volumes that containers mount; the engine reports paths as they were written. */
  readonly realPaths: Readonly<Record<string, string>>;
}
