import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { stopHostJenkins } from '../../../electron/adapters/stop-host-jenkins.ts';

let child: ChildProcess;
afterEach(() => child.kill('SIGKILL'));

const stop = (name: string): Promise<void> => {
  child = spawn('bash', ['-c', `exec -a ${name} sleep 60`], { stdio: 'ignore' });
  const jenkins = { name: 'jenkins.war', unit: null, enabled: false, user: '', home: null, port: null };
  return (
    once(child, 'spawn')
      // Until bash is the program that it starts.
      .then(() => new Promise((resolve) => setTimeout(resolve, 200)))
      .then(() => stopHostJenkins({ ...jenkins, pid: child.pid ?? null }, {}, new AbortController().signal))
  );
};

test('a Jenkins of this user ends', async () => {
  await stop('/srv/jenkins.war');
  await expect.poll(() => child.signalCode).toBe('SIGTERM');
});

test('another program that has its process id by now goes on', async () => {
  await stop('editor');
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
});
