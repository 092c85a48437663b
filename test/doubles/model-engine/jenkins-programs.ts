import { COPY_HOME } from '../../../electron/core/execute/copy-home-script.ts';
import { MAKE_SNAPSHOT } from '../../../electron/core/execute/home-snapshot-script.ts';
import { LIST_PLUGINS } from '../../../electron/core/execute/plugin-list.ts';
import { PUT_BACK_PLUGINS } from '../../../electron/core/execute/put-back-plugins.ts';
import { RESTORE_SNAPSHOT } from '../../../electron/core/execute/restore-home-script.ts';
import { SNAPSHOT_STORE } from '../../../electron/core/execute/snapshot-store-script.ts';
import type { ExecResult, OneShot } from '../../../electron/core/world/engine.ts';
import type { HomeFact } from '../../../electron/core/world/host.ts';
import type { Page } from '../../../electron/core/world/jenkins.ts';
import type { ModelEngine } from './engine.ts';
import type { ModelContainer, Program } from './objects.ts';
import { scriptProgram } from './script.ts';
import type { ModelUpgrades } from './upgrades.ts';

/** How a container of the product behaves from one start to its end; times in ms since that start. */
interface Behaviour {
  /** When Jenkins' page answers, or the nested engine is healthy; null: never. */
  readonly readyAfter: number | null;
  readonly exits: { readonly after: number; readonly code: number } | null;
  /** How long it takes to end when it is asked to. */
  readonly stopTakes: number;
}

const usual: Behaviour = { readyAfter: 8000, exits: null, stopTakes: 1500 };

/** What the programs of a machine share. */
export interface Household {
  home: HomeFact;
  /** Whether Jenkins has ever run on the home. */
  hasConfig: boolean;
  /** The verdict of a copy to the home that fails; null: it succeeds. */
  copyFails: string | null;
  behaviour: (container: ModelContainer) => Partial<Behaviour>;
  /** What Jenkins logs when it has started. */
  log: readonly string[];
  readonly plugins: HousePlugins;
  readonly upgrades: Pick<ModelUpgrades, 'started' | 'take' | 'restore' | 'store'>;
}

/** The plugins of the home; the start of a Jenkins of ours replaces them where it is asked to. */
export interface HousePlugins {
  /** What the look at them prints; empty: the home has none. */
  listing: string;
  state: 'as before' | 'upgraded';
  /** Those that Jenkins is to load, once it runs. */
  installed: readonly string[];
  /** The copy that is asked for, and the one that was made. */
  request: string | null;
  kept: string | null;
  /** The containers that started with plugins that are not theirs. */
  readonly wrong: string[];
}

/** What the entry point does with the plugins, and which Jenkins they fit. */
function startWithPlugins(container: ModelContainer, { plugins }: Household): void {
  if (isForeignJenkins(container)) {
    if (plugins.state === 'upgraded') plugins.wrong.push(container.name);
  } else if (plugins.request !== null) {
    plugins.kept ??= plugins.request;
    plugins.state = 'upgraded';
  }
}

/** As in the image's entry point. */
const SECRETS_WAIT_MS = 60_000;
const EXIT_CONFIG = 78;
const HEALTH_CHECK = '/usr/local/bin/jenkins-tray-healthcheck';
const done: ExecResult = { exitCode: 0, stdout: '', stderr: '' };

/** A one-shot container runs the same image, and no Jenkins. */
const isOneShot = ({ labels }: ModelContainer): boolean => labels['io.jenkins-tray.role'] === 'probe';
export const isJenkins = (container: ModelContainer): boolean =>
  (/^jenkins-(dood-)?image$/.test(container.image) || isForeignJenkins(container)) && !isOneShot(container);
const isForeignJenkins = ({ image }: ModelContainer): boolean => image === 'jenkins/jenkins';
const isNested = ({ image }: ModelContainer): boolean => image === 'nvidia-dind-image';

/** What a container's process does; one that is neither Jenkins nor the nested engine runs its command as a script. */
export function programOf(container: ModelContainer, house: Household): Program {
  if (isJenkins(container)) {
    startWithPlugins(container, house);
    house.upgrades.started(
      container.imageId,
      container.mounts.map(({ source }) => source),
    );
  }
  if (isOneShot(container) || isForeignJenkins(container)) return runsUntilStopped;
  if (!isJenkins(container) && !isNested(container)) return scriptProgram(container.command);
  const { readyAfter, exits, stopTakes } = { ...usual, ...house.behaviour(container) };
  const onStop = { after: stopTakes, code: 143 };
  if (isNested(container)) return { end: exits, log: [], onStop, healthyAfter: readyAfter };
  const refuses = house.home.marked === true ? null : { after: 50, code: EXIT_CONFIG };
  const waits = house.home.fresh === true ? { after: SECRETS_WAIT_MS, code: EXIT_CONFIG } : null;
  return {
    end: refuses ?? exits ?? waits,
    log: ['Running from: jenkins.war', ...house.log].map((text) => ({ after: 0, text })),
    onStop,
  };
}

const runsUntilStopped: Program = { end: null, log: [], onStop: { after: 0, code: 143 } };

/** What a command of the product does in a container. */
export function execute(
  container: ModelContainer,
  [command = '', ...words]: readonly string[],
  house: Household,
  engine: ModelEngine,
): ExecResult {
  if (words.at(-1) === HEALTH_CHECK) return isHealthy(container, engine.now) ? done : { ...done, exitCode: 1 };
  if (words.some((word) => word.includes('takes-passwords'))) return { ...done, stdout: 'ok\n' };
  if (command === 'test') return { ...done, exitCode: house.home.fresh === true ? 0 : 1 };
  if (words.some((word) => word.includes('Short-Name'))) return { ...done, stdout: house.plugins.installed.join('\n') };
  if (words.at(-1)?.endsWith('/upgrade-plugins') === true) {
    house.plugins.request = null;
    return done;
  }
  if (command === 'rm') {
    house.home = { ...house.home, fresh: false };
    house.hasConfig = true;
  }
  if (command === 'sh' && words.join(' ').includes('.jenkins-tray/new') && house.home.fresh === true) {
    container.secrets = true;
    const { run } = container;
    if (run.kind === 'running' && run.ends?.code === EXIT_CONFIG) container.run = { ...run, ends: null };
  }
  return done;
}

const isHealthy = ({ run }: ModelContainer, now: number): boolean =>
  run.kind === 'running' && !run.paused && (run.program.healthyAfter ?? now) <= now - run.since;

/** What the one-shot containers of the product do: look at the home, and at the socket's group. */
export function oneShot({ command }: OneShot, house: Household): ExecResult {
  if (command[0] === 'stat') return { ...done, stdout: '998\n' };
  if (command[2] === COPY_HOME) return copied(house);
  const { plugins } = house;
  if (command[2] === LIST_PLUGINS) return { ...done, stdout: plugins.listing };
  if (command[2] === PUT_BACK_PLUGINS) {
    if (plugins.kept !== null) plugins.state = 'as before';
    plugins.request = null;
    return { ...done, stdout: 'put-back\n' };
  }
  const ofSnapshot = snapshotOf(command, house);
  if (ofSnapshot !== null) return { ...done, stdout: `${ofSnapshot}\n` };
  const [known, id, , , keep] = command.slice(-5);
  if (house.home.marked !== true && known !== '-') return { ...done, stdout: 'unmarked\n' };
  if (house.home.marked !== true)
    house.home = { ...house.home, kind: 'folder', marked: true, writable: true, fresh: !house.hasConfig };
  plugins.request = keep === undefined || keep === '-' ? null : keep;
  return { ...done, stdout: `ok ${known === '-' ? id : known}\n` };
}

/** What a script about snapshots prints; null: it is another one. */
function snapshotOf([, , script, , ...args]: readonly string[], { upgrades }: Household): string | null {
  if (script === MAKE_SNAPSHOT) return upgrades.take(args[2] ?? '', args[4] ?? '');
  if (script === SNAPSHOT_STORE) return upgrades.store(args[0] ?? '', args[2] ?? '');
  return script === RESTORE_SNAPSHOT ? upgrades.restore(args[3] ?? '', args[4] ?? '', args[5] ?? '', args[6]) : null;
}

function copied(house: Household): ExecResult {
  if (house.copyFails === 'killed') return { ...done, exitCode: 137, stdout: 'copied 5 %\n' };
  if (house.copyFails !== null) return { ...done, stdout: `copied 5 %\n${house.copyFails}\n` };
  if (house.home.empty === false) return { ...done, stdout: 'skipped\n' };
  house.home = { ...house.home, kind: 'folder', empty: false, marked: false, writable: true };
  house.hasConfig = true;
  return { ...done, stdout: 'copied 5 %\ncopied 1234\n' };
}

/** How the page at an address answers: as the Jenkins whose container publishes it. */
export function pageAt(url: string, engine: ModelEngine, house: Household): Page {
  engine.settle();
  const { port } = new URL(url);
  const container = engine.containers.find(
    (it) => it.run.kind === 'running' && it.ports.some((published) => String(published.port) === port),
  );
  if (container?.run.kind !== 'running' || container.run.paused) return { kind: 'none' };
  const { readyAfter } = { ...usual, ...house.behaviour(container) };
  const mayOpen = house.home.fresh !== true || container.secrets;
  const reaches = !container.image.startsWith('jenkins-image') || engine.containers.some((it) => nestedUp(it, engine));
  const isReady = readyAfter !== null && engine.now >= container.run.since + readyAfter && mayOpen && reaches;
  return isReady ? { kind: 'ready', version: '2.568.2' } : { kind: 'starting' };
}

const nestedUp = (container: ModelContainer, { now }: ModelEngine): boolean =>
  isNested(container) && isHealthy(container, now);
