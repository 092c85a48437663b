import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setPassword } from '../../../../electron/core/execute/set-password.ts';
import { SECRETS } from '../../../../electron/core/stack/stack.ts';
import { failureOf } from '../../../../electron/shared/failure.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** The real script in a real shell, in this folder in place of the tmpfs. */
const engineIn = (folder: string) =>
  fakeWorld({
    engine: {
      async exec(_container, [program = '', ...words], _signal, input) {
        const args = words.map((word) => (word === SECRETS ? folder : word));
        const ran = spawnSync(program, args, { input, encoding: 'utf8' });
        return { exitCode: ran.status ?? 1, stdout: ran.stdout, stderr: `sh: getcwd() failed\n${ran.stderr}` };
      },
    },
  }).engine;

test('the script in Jenkins gets the password, readable by its user alone, and its answer counts', async () => {
  for (const says of ['ok', 'accounts come from elsewhere']) {
    const folder = mkdtempSync(join(tmpdir(), 'set-password-'));
    writeFileSync(join(folder, 'takes-passwords'), '');
    const jenkins = spawn('sh', [
      '-c',
      `cd '${folder}'; until [ -e password-new ]; do sleep 0.02; done; stat -c %a password-new > mode; cat password-new > seen; rm -f password-new; echo '${says}' > p; mv p password-set`,
    ]);
    const ended = new Promise((resolve) => jenkins.on('exit', resolve));
    const answer = await setPassword(engineIn(folder), 'c', 'pä"ss $x', new AbortController().signal).catch(failureOf);
    await ended;
    expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe('pä"ss $x\n');
    expect(readFileSync(join(folder, 'mode'), 'utf8')).toBe('400\n');
    expect(existsSync(join(folder, 'password-set'))).toBe(false);
    if (says === 'ok') expect(answer).toBeUndefined();
    else expect(answer).toMatchObject({ code: 'jenkins/password-not-changed', detail: `Jenkins says: ${says}.` });
    rmSync(folder, { recursive: true });
  }
});

test('without the script, nothing is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'set-password-'));
  const answer = await setPassword(engineIn(folder), 'c', 'x', new AbortController().signal).catch(failureOf);
  expect(answer).toMatchObject({ code: 'jenkins/password-not-changed', command: 'jenkins-tray restart' });
  rmSync(folder, { recursive: true });
});
