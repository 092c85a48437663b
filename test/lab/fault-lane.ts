import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JenkinsMode, otherMode } from '../../electron/shared/mode.ts';
import { type EngineFault, faultyEngine } from './faulty-engine.ts';
import { cleanUp, docker, fingerprint, product, setup } from './setup.ts';

/** What became of a toggle during which one request went wrong. */
export interface Tried {
  readonly mode: JenkinsMode;
  /** The request that was spoiled, from 1. */
  readonly nth: number;
  readonly fault: EngineFault;
  readonly request: string;
  readonly ms: number;
  /** Empty: it ended well. */
  readonly wrong: string;
}

/** A set-up of its own that toggles through a door of its own to the engine; several run side by side. */
export interface FaultLane {
  /** Toggles without a fault; returns the number of requests. */
  toggle(): Promise<number>;
  tried(nth: number, fault: EngineFault): Promise<Tried>;
  /** The mode that the next toggle goes to. */
  next(): JenkinsMode;
  close(): void;
}

/** `base`: of Jenkins' image. `silenceMs`: how long a silent request is held. */
export async function faultLane(number: number, base: string, silenceMs: number): Promise<FaultLane> {
  const real = process.env.DOCKER_HOST ?? '';
  const plain = setup(`faults-${number}`, 24000 + 10 * number);
  const images = { ...Object(plain.settings.images), jenkinsBase: base };
  const lab = setup(plain.name, 24000 + 10 * number, { images });
  const valuable = join(lab.home, 'config.xml');
  writeFileSync(valuable, '<hudson><useSecurity>true</useSecurity></hudson>');
  chownSync(valuable, 1000, 1000);
  const engine = await faultyEngine(real, silenceMs);
  let mode: JenkinsMode = 'dood';

  const go = async (to: JenkinsMode): Promise<string> => {
    // The address is read when the product's world is made, at once.
    process.env.DOCKER_HOST = engine.host;
    const { controller } = product(lab);
    process.env.DOCKER_HOST = real;
    const result = await controller.fulfil({ mode: to, consents: 'all' });
    await controller.close();
    mode = to;
    return result.ok ? '' : `${result.failure.code} ${result.failure.title} ${result.failure.detail}`;
  };
  const wellOrThrow = async (to: JenkinsMode): Promise<void> => {
    const wrong = await go(to);
    if (wrong !== '') throw new Error(`a toggle to ${to} without a fault: ${wrong}`);
  };
  for (const first of ['dind', 'dood'] as const) await wellOrThrow(first);
  const before = fingerprint(lab.home);

  /** Whether the one Jenkins runs, on an unchanged home, open to this computer alone. */
  const wrongWith = (to: JenkinsMode): string => {
    const filter = `label=io.jenkins-tray.instance=${lab.name}`;
    const running = docker('ps', '--format', '{{.Names}} {{.Ports}}', '--filter', filter);
    const jenkins = running.split('\n').filter((line) => line.startsWith('jenkins'));
    if (jenkins.map((line) => line.split(' ')[0]).join() !== lab.names.jenkins[to]) return `runs: ${running}`;
    if (/0\.0\.0\.0|\[::\]/.test(running)) return `open: ${running}`;
    return fingerprint(lab.home) === before ? '' : 'the home has changed';
  };

  return {
    next: () => otherMode(mode),
    async toggle() {
      engine.arm(0, null);
      await wellOrThrow(otherMode(mode));
      return engine.requests();
    },
    async tried(nth, fault) {
      const to = otherMode(mode);
      engine.arm(nth, fault);
      const began = Date.now();
      const wrong = await go(to);
      const ms = Date.now() - began;
      const request = engine.spoiled() ?? 'none';
      engine.arm(0, null);
      return { mode: to, nth, fault, request, ms, wrong: wrong || wrongWith(to) };
    },
    close() {
      engine.close();
      cleanUp(lab);
    },
  };
}
