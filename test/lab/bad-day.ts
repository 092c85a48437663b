import { afterEach, beforeEach, expect } from 'vitest';
import type { Mode } from '../../electron/shared/mode.ts';
import { cleanUp, docker, product, setup, writeSettings } from './setup.ts';
import { run } from './shell.ts';

/** A set-up that each test damages in its own way, restored for the next test. */
export function badDay(name: string, base: number) {
  const lab = setup(name, base);
  const extra: string[] = [];
  const dockerHost = process.env.DOCKER_HOST;

  beforeEach(() => {
    setup(name, base);
  });
  afterEach(() => {
    process.env.DOCKER_HOST = dockerHost;
    for (const container of extra.splice(0)) run('docker', ['rm', '-f', '-v', container]);
    cleanUp(lab);
    // A network that a test created by hand has no label.
    run('docker', ['network', 'rm', lab.names.network]);
  });

  const switchTo = async (mode: Mode, consents: readonly string[] | 'all' = []) => {
    const { controller } = product(lab);
    const result = await controller.fulfil({ mode, consents });
    await controller.close();
    return result;
  };
  return {
    lab,
    switchTo,
    /** The failure of a switch that must fail. */
    async failure(mode: Mode, consents: readonly string[] | 'all' = []) {
      const result = await switchTo(mode, consents);
      if (result.ok) throw new Error('it succeeded');
      expect(result.failure.title).not.toBe('');
      return result.failure;
    },
    change: (settings: Record<string, unknown>) => writeSettings(lab, { ...lab.settings, ...settings }),
    /** A foreign container, removed after the test. */
    foreign(verb: 'run' | 'create', ...args: string[]): void {
      extra.push(docker(verb, ...(verb === 'run' ? ['-d'] : []), ...args));
    },
  };
}
