import { assertNever, FailureError } from '../shared/failure.ts';
import type { Settings } from '../shared/settings.ts';
import { awaitReady } from './await-ready.ts';
import { checkHome } from './check-home.ts';
import { writeContext } from './docker-context.ts';
import type { Names } from './names.ts';
import { runningBuilds } from './observe.ts';
import { placeOf } from './page-url.ts';
import type { Ports } from './ports.ts';
import { probeLabels } from './probe.ts';
import { sleep } from './sleep.ts';
import { type ContainerSpec, SOCKET, SOCKET_GROUP } from './stack.ts';
import type { Step } from './steps.ts';
import { withLog } from './with-log.ts';

/** What steps are carried out with. */
export interface Execution {
  readonly ports: Ports;
  readonly settings: Settings;
  readonly names: Names;
  readonly version: string;
  /** Lines of an image build as they come. */
  output(line: string): void;
}

/** How often a starting container is asked, in ms: below what people notice. */
const ASK_EVERY = 100;

/** Carries out one step; decides nothing. Throws FailureError; an abort leaves what the next pass completes. */
export async function execute(step: Step, run: Execution, signal: AbortSignal): Promise<void> {
  const { engine } = run.ports;
  switch (step.kind) {
    case 'build-image':
      return engine.buildImage(step.spec, run.output, signal);
    case 'create-network':
      return engine.createNetwork(step.spec, signal);
    case 'create-volume':
      return engine.createVolume(step.spec, signal);
    case 'check-home':
      return checkHome(step, run, signal);
    case 'create-container':
      await engine.createContainer(await withSocketGroup(step.spec, run, signal), signal);
      return;
    case 'start':
      return engine.start(step.name, signal);
    case 'await-healthy':
      return awaitHealthy(step, run, signal);
    case 'drain':
      return confirmBuilds(step, run, signal);
    case 'stop':
      return engine.stop(step.id, step.grace, signal);
    case 'end-leftover':
      return engine.stop(step.id, 10, signal);
    case 'await-ready':
      return awaitReady(step, run, signal);
    case 'rename':
      return engine.putAside(step.id, step.to, signal);
    case 'write-context':
      return writeContext(step, run, signal);
    case 'remove-context':
      return run.ports.contexts.remove(step.name);
    case 'remove-container':
      return engine.removeContainer(step.id, signal);
    case 'remove-network':
      return removeNetwork(step.name, run, signal);
    case 'remove-volume':
      return engine.removeVolume(step.name, signal);
    case 'remove-image':
      return engine.removeImage(step.name, signal);
    default:
      return assertNever(step);
  }
}

/** A network that other containers still use stays; the next `down` removes it. */
async function removeNetwork(name: string, { ports }: Execution, signal: AbortSignal): Promise<void> {
  try {
    await ports.engine.removeNetwork(name, signal);
  } catch (thrown) {
    if (!(thrown instanceof FailureError && thrown.failure.detail.includes('active endpoints'))) throw thrown;
  }
}

async function withSocketGroup(spec: ContainerSpec, run: Execution, signal: AbortSignal): Promise<ContainerSpec> {
  const { HostConfig } = spec.body;
  if (HostConfig.GroupAdd?.includes(SOCKET_GROUP) !== true) return spec;
  const source = run.ports.endpoint.socket ?? SOCKET;
  const known = await run.ports.socketGroup.remembered(source);
  const group = known ?? (await askSocketGroup(source, spec.body.Image, run, signal));
  if (known === null) await run.ports.socketGroup.remember(source, group);
  return { ...spec, body: { ...spec.body, HostConfig: { ...HostConfig, GroupAdd: [group] } } };
}

/** Engines disagree with the host about groups (rootless, Docker Desktop), so a container looks. */
async function askSocketGroup(
  source: string,
  image: string,
  { ports, names, version }: Execution,
  signal: AbortSignal,
): Promise<string> {
  const labels = probeLabels(names, version);
  const binds = [{ source, target: SOCKET, readOnly: true }];
  const command = ['stat', '-c', '%g', SOCKET];
  const found = await ports.engine.runOnce(
    { name: names.probe, image, command, user: '0', binds, gpus: false, labels },
    signal,
  );
  const group = found.stdout.trim();
  if (/^\d+$/.test(group)) return group;
  throw new FailureError({
    code: 'engine/error',
    title: 'The group of Docker’s socket cannot be read',
    detail: `${source}: ${found.stdout}${found.stderr}`,
  });
}

/** Builds that began since the question was asked are not stopped without asking again. */
async function confirmBuilds(
  step: Step & { kind: 'drain' },
  { ports, settings, names }: Execution,
  signal: AbortSignal,
): Promise<void> {
  if (step.consented) return;
  const page = await ports.jenkins.page(step.url, signal);
  if (page.kind !== 'ready') return;
  const [container] = await ports.engine.containersNamed([step.name], signal);
  const builds = await runningBuilds(ports, settings, placeOf(step.url, container, names.instance), signal);
  if (!builds.ok || builds.value.length === 0) return;
  throw new FailureError({
    code: 'jenkins/busy',
    title: 'A build has started meanwhile',
    detail: `${builds.value.map(({ job, number }) => `${job} #${number}`).join(', ')} would be stopped, and nobody agreed to that.`,
    fix: 'Wait for it, or try again and agree to stop it.',
  });
}

async function awaitHealthy(
  step: Step & { kind: 'await-healthy' },
  { ports }: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { engine, clock } = ports;
  const until = clock.now() + step.seconds * 1000;
  let said = '';
  while (clock.now() < until) {
    // Asking the check itself is seconds faster than waiting for the engine's interval.
    const check = await engine
      .exec(step.name, ['/usr/local/bin/jenkins-tray-healthcheck'], signal)
      .catch((thrown: unknown) => {
        signal.throwIfAborted();
        return { exitCode: 1, stdout: '', stderr: String(thrown) };
      });
    if (check.exitCode === 0) return;
    said = check.stderr || check.stdout || said;
    const fact = await engine.inspect(step.name, signal);
    if (fact.state === 'exited' || fact.state === 'dead') break;
    await sleep(clock, ASK_EVERY, signal);
  }
  throw await withLog(
    ports,
    step.name,
    {
      code: 'dind/unhealthy',
      title: 'The nested engine did not come up',
      detail: said,
      fix: 'Its log says why; the lines above are its last.',
      command: `docker logs ${step.name}`,
    },
    signal,
  );
}
