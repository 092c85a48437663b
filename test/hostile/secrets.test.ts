import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSettings } from '../../electron/adapters/settings.ts';
import { config } from '../../electron/cli/commands/config.ts';
import { stage } from '../doubles/command.ts';
import { Machine } from '../doubles/model-engine/machine.ts';

/** Where other users, and the engine's other users, could look for a password or token. */

test.each(['dind', 'dood'] as const)(
  'guard provideSecrets: no command, label, variable or intent of a first start in %s holds the password',
  async (mode) => {
    const machine = Machine.withNewHome();
    const { controller, world } = machine.process();
    const password = 'the-generated-password';
    Object.assign(world.secrets, { adminPassword: async () => password });
    const ran = await controller.fulfil({ mode, consents: 'all' });
    expect(ran.ok).toBe(true);
    // It was given all the same: the Jenkins of a new home waits for it.
    expect(machine.home.fresh).toBe(false);
    const seen = JSON.stringify([machine.engine.containers, machine.commands, machine.record, machine.intent, ran]);
    expect(seen.length).toBeGreaterThan(1000);
    for (const secret of [password, Buffer.from(password).toString('base64').slice(0, 20)])
      expect(seen).not.toContain(secret);
  },
);

test('guard FROM_INPUT: a token is set by standard input and never printed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-secrets-'));
  try {
    const command = stage({ answers: ['a-secret-token'], options: { config: folder } });
    expect(await config(command.context, ['set', 'jenkins.apiToken', '-'])).toBe(0);
    expect(createSettings(folder).load().settings.jenkins.apiToken).toBe('a-secret-token');
    await config(command.context, ['list']);
    expect(command.out() + command.errors() + command.asked.join()).not.toContain('a-secret-token');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('guard forbidCoreDumps: a process that holds secrets leaves no picture of its memory', () => {
  const program = `
    import { readFileSync } from 'node:fs';
    import { forbidCoreDumps } from './electron/adapters/core-dumps.ts';
    forbidCoreDumps();
    const limits = () => readFileSync('/proc/self/limits', 'utf8');
    for (let tries = 0; tries < 200 && !/file size +0 +0 /.test(limits()); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    console.log(limits());
  `;
  const node = [process.execPath, '--input-type=module', '-e', program];
  const limits = execFileSync('sh', ['-c', 'ulimit -c 1000; exec "$@"', 'sh', ...node], { encoding: 'utf8' });
  expect(limits).toMatch(/Max core file size +0 +0 /);
});
