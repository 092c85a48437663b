import type { Controller } from '../../../electron/core/control/controller.ts';
import { ownerLabelOf } from '../../../electron/core/stack/labels.ts';
import type { JenkinsState } from '../../../electron/shared/snapshot.ts';
import { HOME, names } from '../situation.ts';
import { addStranger, containerOf, machineOf, ours } from './any-machine.ts';
import type { Meanwhile, Request, Scenario, Stranger } from './any-scenario.ts';
import type { PlannedFault } from './faults.ts';
import { isJenkins } from './jenkins-programs.ts';
import { isLive } from './lifecycle.ts';
import { type Machine, until } from './machine.ts';
import type { ModelContainer, ModelObject } from './objects.ts';

/** Lets a scenario's processes run, and says what was wrong. */

const canWrite = (it: ModelContainer, sources: readonly string[]): boolean =>
  it.mounts.some(({ source, readOnly }) => !readOnly && sources.includes(source));
/** Whether two containers must never run at once. */
const areRivals = (a: ModelContainer, b: ModelContainer): boolean =>
  (isJenkins(a) && isJenkins(b) && canWrite(b, [HOME, '/srv'])) ||
  [a, b].every((it) => canWrite(it, [names.volumes.data]));

/** Tells of each container that a process starts although its rival runs. */
function watchStarts(machine: Machine): readonly string[] {
  const found: string[] = [];
  machine.engine.onEvent((name, action) => {
    const started = containerOf(machine, name);
    const isAsked = machine.record.at(-1) === `start ${name}` && started?.restarts === 0;
    if (action !== 'start' || started === undefined || !isAsked) return;
    const rivals = machine.engine.containers.filter((it) => it !== started && isLive(it) && areRivals(started, it));
    found.push(...rivals.map((it) => `${name} starts beside ${it.name}`));
  });
  return found;
}

const HOURS = 5 * 3_600_000;

/** Does at a call of a request what happens meanwhile; returns the requests that it makes. */
function happen(machine: Machine, { agrees }: Request, what: Meanwhile, own: Controller): readonly Promise<unknown>[] {
  const consents = agrees ? 'all' : [];
  switch (what) {
    case 'engine restart':
      machine.engine.restartEngine(() => undefined);
      return [];
    case 'clock forward':
    case 'clock back':
      machine.clock.set(what === 'clock back' ? -HOURS : HOURS);
      return [];
    case 'ports change':
      machine.settings = { ...machine.settings, ports: { dind: 9191, dood: 9190, agents: 50_002 } };
      return [];
    case 'a Jenkins by hand':
      addStranger(machine, JENKINS_BY_HAND, 9);
      return [];
    case 'cancel':
      return [own.cancel()];
    case 'instead dind':
    case 'instead dood':
    case 'instead off':
      return [own.fulfil({ mode: INSTEAD[what], consents })];
    default:
      return [machine.process().controller.fulfil({ mode: what, consents })];
  }
}

const INSTEAD = { 'instead dind': 'dind', 'instead dood': 'dood', 'instead off': 'off' } as const;

async function ask(machine: Machine, request: Request): Promise<void> {
  const { mode, agrees, purges, faults, meanwhile } = request;
  let others: readonly Promise<unknown>[] = [];
  const run = (): void => {
    if (meanwhile !== null) others = happen(machine, request, meanwhile.what, process.controller);
  };
  const planned = meanwhile === null ? [] : [{ ...callOf(meanwhile), fault: { kind: 'meanwhile', run } as const }];
  const process = machine.process([...planned, ...faults]);
  const consents = agrees ? 'all' : [];
  const purge = purges ? (['volumes', 'images'] as const) : [];
  await Promise.race([process.crashed, process.controller.fulfil({ mode, consents, purge })]);
  await Promise.race([process.crashed, Promise.all(others)]);
}

const JENKINS_BY_HAND: Stranger = {
  ...{ image: 'jenkins/jenkins', mounts: 'home', readOnly: false },
  ...{ onNetwork: false, hasPort: false, isOlder: false },
};

/** The call at which it happens. One by hand begins while something stops: between the last look and a start nobody can help it. */
const callOf = ({ what, nth }: NonNullable<Request['meanwhile']>): Pick<PlannedFault, 'call' | 'nth'> =>
  what === 'a Jenkins by hand' ? { call: 'wait ', nth: 1 + (nth % 4) } : { call: '', nth };

const foreign = ({ containers }: Foreign): string =>
  JSON.stringify(
    containers
      .map(({ id, manuallyStopped, name, policy }) => ({ id, manuallyStopped, name, policy }))
      .sort((a, b) => a.id.localeCompare(b.id)),
  );
/** The app starts, finishes what is left, and looks. */
async function appOn(machine: Machine): Promise<JenkinsState> {
  const { controller } = machine.process();
  controller.watch();
  const hasEnded = () => machine.intent.state !== 'pending' && controller.snapshot().activity.kind === 'idle';
  await until(hasEnded, `an end of ${JSON.stringify(machine.intent)}`);
  // What a cancel leaves starting gets ready.
  machine.clock.advance(20_000);
  const { jenkins } = await controller.refresh();
  await controller.close();
  return jenkins;
}

/** Whether what was there before is not what the settings say. */
const differsFromSettings = ({ before, change, requests }: Scenario): boolean =>
  change !== 'none' ||
  requests.some(({ meanwhile }) => meanwhile?.what === 'ports change') ||
  before.startsWith('hand-made') ||
  before.startsWith('another');

/** Whether another mode was asked for on the way back to the one before: what that brings back is asked for then. */
const isLedAway = (scenario: Scenario): boolean =>
  scenario.requests.some(({ meanwhile }) => meanwhile !== null && meanwhile.what in INSTEAD) &&
  differsFromSettings(scenario) &&
  !scenario.requests.every(({ mode }) => mode === scenario.before);

/** What is wrong with what was reached. */
function wrongEnd(machine: Machine, scenario: Scenario, jenkins: JenkinsState): readonly string[] {
  const { intent } = machine;
  if (intent.state === 'failed' && intent.failure === null) return ['it failed without a reason'];
  const isAsked = machine.record.includes(`intent ${intent.mode} settled`);
  if (!isAsked || intent.state !== 'settled' || intent.failure !== null || intent.left !== null) return [];
  const beside = machine.engine.containers.filter((it) => ours(it) && /\.(?:new|old)/.test(it.name));
  // An engine that restarts after the last request may leave a container that starts no more.
  const has = (what: string) => scenario.requests.some(({ meanwhile }) => meanwhile?.what === what);
  const crashes = scenario.requests.some(({ faults }) => faults.length > 0);
  // What a cancel brings back is not what the settings say, and what a crash left before it stays.
  // Nor are settings that change while a request runs what it brings about.
  const mayDrift =
    has('engine restart') ||
    has('ports change') ||
    isLedAway(scenario) ||
    (has('cancel') && (crashes || differsFromSettings(scenario)));
  // Nor is what an interrupted way back to another mode brings back, once that is asked for.
  const stays = ({ mode, meanwhile }: Request): boolean => mode === scenario.before && meanwhile === null;
  const isWayBack = crashes && differsFromSettings(scenario) && !scenario.requests.every(stays);
  const isThere = intent.mode === 'off' ? jenkins.kind === 'stopped' : jenkins.kind === 'running';
  // The engine may still carry out the stop of a process that crashed.
  const mayEndLater =
    crashes && jenkins.kind === 'drifted' && jenkins.causes.every(({ current }) => current === 'exited');
  // A cancel may leave one that never gets ready.
  const mayNeverStart =
    has('cancel') && scenario.newOnes !== 'start' && (jenkins.kind === 'restarting' || jenkins.kind === 'drifted');
  return [
    ...beside.map(({ name }) => `left over: ${name}`),
    ...(mayDrift || mayEndLater || mayNeverStart || (isWayBack && jenkins.kind === 'drifted') || isThere
      ? []
      : [`settled in ${intent.mode}, and Jenkins is ${JSON.stringify(jenkins)}`]),
  ];
}

/** A failure where nothing stands in the way of the last request. */
function needless({ intent }: Machine, { newOnes, requests, strangers }: Scenario): readonly string[] {
  const last = requests.at(-1);
  const isFree = newOnes === 'start' && strangers.length === 0 && last?.agrees === true;
  if (!isFree || requests.some(({ faults, meanwhile }) => faults.length > 0 || meanwhile !== null)) return [];
  const isReached = intent.mode === last.mode && intent.state === 'settled' && intent.failure === null;
  return isReached ? [] : [`not reached without a need: ${JSON.stringify(intent)}`];
}

/** What is wrong with what was done to the home. */
function wrongWithHome({ commands, home }: Machine): readonly string[] {
  const removed = commands.filter(([command]) => command === 'rm').map((words) => words.join(' '));
  return [
    ...removed.filter((text) => text !== `rm -f ${HOME}/.jenkins-tray/new`),
    ...(home.kind === 'folder' ? [] : [`the home is ${home.kind}`]),
  ];
}

/** What is not ours. */
interface Foreign {
  readonly containers: readonly ModelContainer[];
  readonly volumes: readonly ModelObject[];
}

/** What is wrong with what is not ours. */
function wrongWithForeign(machine: Machine, before: Foreign, untouched: string, scenario: Scenario) {
  if (scenario.tampered === 'removing') return [];
  const agrees = scenario.requests.some((it) => it.agrees);
  const mayChange = agrees || scenario.requests.some(({ meanwhile }) => meanwhile?.what === 'engine restart');
  // With consent the containers of another settings folder are made anew; what was made by hand is kept.
  const mayGo = (it: ModelContainer): boolean => agrees && ownerLabelOf(it.labels) !== null;
  const { containers, volumes } = machine.engine;
  const gone = [
    ...before.containers.filter((it) => !containers.includes(it) && !mayGo(it)),
    ...before.volumes.filter(({ name }) => !volumes.some((it) => it.name === name)),
  ].map(({ name }) => `${name} is gone`);
  return [...gone, ...(mayChange || foreign(before) === untouched ? [] : [`${untouched} became ${foreign(before)}`])];
}

/** What is wrong after a scenario; empty: nothing. */
export async function wrongAfter(scenario: Scenario): Promise<readonly string[]> {
  const machine = await machineOf(scenario);
  const rivals = watchStarts(machine);
  const { containers, volumes } = machine.engine;
  const before = { containers: containers.filter((it) => !ours(it)), volumes: volumes.filter((it) => !ours(it)) };
  const untouched = foreign(before);
  for (const request of scenario.requests) await ask(machine, request);
  const jenkins = await appOn(machine);
  return [
    ...rivals,
    ...wrongEnd(machine, scenario, jenkins),
    ...needless(machine, scenario),
    ...wrongWithHome(machine),
    ...wrongWithForeign(machine, before, untouched, scenario),
  ];
}
