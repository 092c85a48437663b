import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { nameServersOf } from '../../electron/adapters/host-dns.ts';
import { createFaultLog } from '../../electron/adapters/kernel-log.ts';
import { wayOutMtu } from '../../electron/adapters/mtu.ts';
import { createSmi } from '../../electron/adapters/nvidia-smi.ts';
import { createPathLook } from '../../electron/adapters/path-look.ts';
import { createSecrets } from '../../electron/adapters/secrets.ts';
import { createSettings } from '../../electron/adapters/settings.ts';
import { unitNamed } from '../../electron/adapters/systemd-unit.ts';
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

test('guard env of children: a program that is started sees no secret that this process has read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-children-'));
  const seen = join(folder, 'seen');
  for (const name of ['sh', 'nvidia-smi', 'ip', 'resolvectl', 'journalctl', 'systemctl'])
    writeFileSync(join(folder, name), `#!/bin/sh\n{ echo "$0 $*"; /usr/bin/env; } >> '${seen}'\n`, { mode: 0o755 });
  const resolved = join(folder, 'resolv.conf');
  writeFileSync(resolved, 'nameserver 127.0.0.53\n');
  vi.stubEnv('PATH', folder);
  try {
    const settings = createSettings(join(folder, 'config'));
    const token = 'a-token-of-jenkins';
    await settings.update((now) => ({ ...now, jenkins: { ...now.jenkins, apiToken: token } }));
    const password = await createSecrets(join(folder, 'config')).adminPassword();
    expect(settings.load().settings.jenkins.apiToken).toBe(token);
    await createPathLook()('/', 'true');
    await new Promise<void>((resolve) => createSmi().start([], { line: () => undefined, end: () => resolve() }));
    await Promise.allSettled([
      wayOutMtu(process.env),
      nameServersOf(process.env, resolved),
      createFaultLog()(),
      unitNamed('jenkins', process.env),
    ]);
    const noticed = readFileSync(seen, 'utf8');
    for (const name of ['sh', 'nvidia-smi', 'ip', 'resolvectl', 'journalctl', 'systemctl'])
      expect(noticed).toContain(join(folder, name));
    for (const secret of [password, token]) expect(noticed).not.toContain(secret);
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});
