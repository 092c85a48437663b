import { ownerLabelOf } from '../../../electron/core/stack/labels.ts';
import { buildsHidden } from '../../../electron/shared/failures/jenkins-builds.ts';
import { JENKINS_MODES, type JenkinsMode } from '../../../electron/shared/mode.ts';
import type { Settings } from '../../../electron/shared/settings.ts';
import { HOME, names, owner, runningBuild } from '../situation.ts';
import { intentWith } from '../world.ts';
import type { Scenario, Stranger } from './any-scenario.ts';
import { isLive } from './lifecycle.ts';
import { Machine } from './machine.ts';
import type { ModelContainer } from './objects.ts';
import { EngineHttpError } from './refuse.ts';

/** Builds a scenario's machine: what is there before the first request. */

const quick = { readyAfter: 150, stopTakes: 100 };
/** Whether this settings folder has made it. */
export const ours = ({ labels }: Pick<ModelContainer, 'labels'>): boolean => ownerLabelOf(labels) === owner.id;
/** The container of that name, if there is one. */
export const containerOf = (machine: Machine, name: string) => machine.engine.containers.find((it) => it.name === name);

export function addStranger(machine: Machine, it: Stranger, at: number): void {
  const source = { home: HOME, inside: `${HOME}/jobs/a/workspace`, above: '/srv', none: '' }[it.mounts];
  const { engine } = machine;
  if (!engine.images.some(({ names: tags }) => tags.includes(it.image))) engine.build(it.image, {});
  engine.create({
    name: `stranger-${at}`,
    image: it.image,
    command: ['sleep', '100000000'],
    policy: 'unless-stopped',
    mounts: source === '' ? [] : [{ type: 'bind', source, target: '/h', readOnly: it.readOnly }],
    ports: it.hasPort ? [{ address: '127.0.0.1', port: 8081 - at, target: 80 }] : [],
    network: it.onNetwork && engine.networks.length > 0 ? names.network : null,
  });
  startIfPossible(machine, `stranger-${at}`);
}

/** A container whose port is taken stays as it was created. */
function startIfPossible({ engine }: Machine, name: string): void {
  try {
    engine.start(name);
  } catch (thrown) {
    if (!(thrown instanceof EngineHttpError)) throw thrown;
  }
}

function addHandMade(machine: Machine, mode: 'dind' | 'dood'): void {
  const image = names.images[mode];
  machine.engine.build(image, {});
  machine.engine.create({
    name: names.jenkins[mode],
    image,
    policy: 'always',
    mounts: [{ type: 'bind', source: HOME, target: '/var/jenkins_home', readOnly: false }],
    ports: [{ address: '0.0.0.0', port: mode === 'dind' ? 8081 : 8080, target: 8080 }],
  });
  startIfPossible(machine, names.jenkins[mode]);
}

const byUs = async (machine: Machine, mode: JenkinsMode): Promise<void> =>
  void (await machine.process().controller.fulfil({ mode, consents: 'all' }));

/** What another settings folder of the same instance made. This one has never been used, and knows no home. */
async function ofAnotherFolder(machine: Machine, mode: JenkinsMode): Promise<void> {
  machine.owner = { id: 'another-folder', adopted: [] };
  await byUs(machine, mode);
  machine.owner = owner;
  machine.intent = intentWith({ id: 0 });
  machine.knownHome = null;
}

/** Makes what is there before. */
const prepared: Readonly<Record<Scenario['before'], (machine: Machine) => Promise<void>>> = {
  nothing: async () => undefined,
  'new home': async () => undefined,
  dind: (machine) => byUs(machine, 'dind'),
  dood: (machine) => byUs(machine, 'dood'),
  'hand-made dind': async (machine) => addHandMade(machine, 'dind'),
  'hand-made dood': async (machine) => addHandMade(machine, 'dood'),
  "another folder's dind": (machine) => ofAnotherFolder(machine, 'dind'),
  "another folder's dood": (machine) => ofAnotherFolder(machine, 'dood'),
};

const changes: Readonly<Record<Scenario['change'], (it: Settings) => Settings>> = {
  none: (it) => it,
  ports: (it) => ({ ...it, ports: { dind: 9091, dood: 9090, agents: 50001 } }),
  dns: (it) => ({ ...it, nested: { ...it.nested, dns: ['192.168.0.1'] } }),
  both: (it) => changes.ports(changes.dns(it)),
};

function stopNow({ engine, clock }: Machine, target: ModelContainer): void {
  if (isLive(target)) engine.stop(target.id, 1);
  clock.advance(5000);
}

/** What somebody or something did to our Jenkins, or to our nested engine. */
const tampering: Readonly<Record<Scenario['tampered'], (machine: Machine, target: ModelContainer) => void>> = {
  no: () => undefined,
  stopped: stopNow,
  'nested stopped': stopNow,
  paused: ({ engine }, { id, run }) => (run.kind === 'running' ? engine.pause(id, true) : undefined),
  killed: ({ engine }, { id, run }) => (run.kind === 'running' ? engine.die(id, 1) : undefined),
  dead(machine, target) {
    stopNow(machine, target);
    machine.engine.force(target.id, 'dead');
  },
  removing(machine, target) {
    stopNow(machine, target);
    const { clock, engine } = machine;
    engine.force(target.id, 'removing');
    clock.after(20_000, () => {
      engine.containers = engine.containers.filter((it) => it !== target);
    });
  },
  'network gone'(machine, target) {
    stopNow(machine, target);
    const { engine } = machine;
    for (const { id, name } of engine.networks) if (engine.networkUsers(id).length === 0) engine.removeNetwork(name);
  },
};

function tamper(machine: Machine, how: Scenario['tampered']): void {
  const jenkins = JENKINS_MODES.map((mode) => containerOf(machine, names.jenkins[mode])).find((it) => it !== undefined);
  const target = how === 'nested stopped' ? containerOf(machine, names.nestedEngine) : jenkins;
  if (target !== undefined) tampering[how](machine, target);
}

/** The machine of a scenario, with nothing recorded yet. */
export async function machineOf(scenario: Scenario): Promise<Machine> {
  const { before } = scenario;
  const machine = before === 'new home' ? Machine.withNewHome() : new Machine();
  machine.behaviour = () => quick;
  // What has the home would keep ours from starting, so it comes afterwards.
  const isFirst = (it: Stranger): boolean => it.isOlder && it.mounts === 'none';
  for (const [at, it] of scenario.strangers.entries()) if (isFirst(it)) addStranger(machine, it, at);
  machine.clock.advance(1000);
  await prepared[before](machine);
  machine.clock.advance(1000);
  for (const [at, it] of scenario.strangers.entries()) if (!isFirst(it)) addStranger(machine, it, at);
  machine.clock.advance(1000);
  tamper(machine, scenario.tampered);
  machine.settings = changes[scenario.change](machine.settings);
  if (scenario.builds === 'running') machine.builds = { ok: true, value: [runningBuild] };
  if (scenario.builds === 'hidden') machine.builds = { ok: false, failure: buildsHidden('http://127.0.0.1:8080', '') };
  const there = new Set(machine.engine.containers.map(({ id }) => id));
  const broken =
    scenario.newOnes === 'loop' ? { readyAfter: null, exits: { after: 200, code: 3 } } : { readyAfter: null };
  machine.behaviour = ({ id }) => (scenario.newOnes === 'start' || there.has(id) ? quick : { ...quick, ...broken });
  machine.settings = { ...machine.settings, timeouts: { stop: 60, healthy: 5, ready: 10 } };
  machine.record.length = 0;
  machine.violations.length = 0;
  machine.commands.length = 0;
  return machine;
}
