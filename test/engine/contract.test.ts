import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { resolveConnection } from '../../electron/adapters/engine/endpoint.ts';
import { createEngine } from '../../electron/adapters/engine/engine.ts';
import { statements } from '../contract/engine.ts';
import { BUILT, type ContractLab } from '../contract/lab.ts';
import { BASES } from '../lab/paths.ts';
import { docker } from '../lab/setup.ts';
import { runAsync } from '../lab/shell.ts';

/** The contract on the lab's engine: what the model engine of the unit tests does is what Docker does. */
const PREFIX = 'contract';
/** The first of as many ports as there are statements. */
const PORT = 23_900;
const context = mkdtempSync(join(tmpdir(), 'contract-'));

/** Removes everything whose name begins so, and nothing else. */
async function cleanUp(start: string): Promise<void> {
  const remove = async (list: readonly string[], how: readonly string[]): Promise<void> => {
    const { stdout } = await runAsync('docker', list);
    const names = stdout.split('\n').filter((name) => name.startsWith(start));
    if (names.length > 0) await runAsync('docker', [...how, ...names]);
  };
  await remove(['ps', '-a', '--format', '{{.Names}}'], ['rm', '-f', '-v']);
  await remove(['network', 'ls', '--format', '{{.Name}}'], ['network', 'rm']);
  await remove(['volume', 'ls', '--format', '{{.Name}}'], ['volume', 'rm', '-f']);
  await remove(['images', '--format', '{{.Repository}}'], ['rmi', '-f']);
}

beforeAll(async () => {
  await cleanUp(`${PREFIX}-`);
  writeFileSync(join(context, 'Dockerfile'), `FROM ${BASES.debian}\n`);
});
afterAll(async () => {
  await cleanUp(`${PREFIX}-`);
  // Images that lost their name to a newer build of the same statement.
  await runAsync('docker', ['image', 'prune', '-f', '--filter', `label=${BUILT}`]);
  rmSync(context, { recursive: true, force: true });
});

/** The shell is the first process, which gets no signal that it has no trap for. */
const ending = (script: string): string => `trap 'exit 143' TERM; ( ${script} ) & wait $!`;
const deaf = (script: string): string => `trap '' TERM; ${script}`;

/** For the statement of this number, which runs beside others. */
function realLab(start: string, number: number): ContractLab {
  const name = (what: string): string => `${start}${what}`;
  const watched = [name('watched')];
  return {
    engine: createEngine(resolveConnection('', process.env), { container: watched, network: watched, volume: watched }),
    image: BASES.debian,
    context,
    port: PORT + number,
    name,
    command: (script, ignoresStop) => ['sh', '-c', (ignoresStop ? deaf : ending)(script)],
    byHand: async (does, container) => void docker(does, container),
    policyByHand: async (container, policy) => void docker('update', `--restart=${policy}`, container),
    wait: (ms) => sleep(ms),
  };
}

test.concurrent.each(statements.map(({ says, run }, number) => [says, run, number] as const))(
  '%s',
  async (_says, holds, number) => {
    const start = `${PREFIX}-${number}-`;
    await holds(realLab(start, number)).finally(() => cleanUp(start));
  },
);
