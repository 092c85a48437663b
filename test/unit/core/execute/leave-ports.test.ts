import { expect, test } from 'vitest';
import { leavePorts } from '../../../../electron/core/execute/leave-ports.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';
import { container, names } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

const made = {
  ...{ command: [], env: [], exposed: [], aliases: {}, user: '', memory: 0, restart: { name: 'no', retries: 0 } },
  publishes: [8080, 50000].map((port) => ({ address: '127.0.0.1', port, target: port })),
};
/** The settings give DooD the port of DinD now, and its container was made with the one before. */
const settings = { ...defaultSettings, ports: { dind: 8080, dood: 8081, agents: 50000 } };

async function asked(name: string, isThere = true): Promise<readonly number[]> {
  const all: number[] = [];
  const engine = { containersNamed: async ([one = '']: readonly string[]) => [container(one, { made })] };
  const signpost = {
    has: () => true,
    isThere: () => isThere,
    giveBack: async (_address: string, ports: readonly number[]) => void all.push(...ports),
  };
  const world = { ...fakeWorld({ engine }), signpost };
  await leavePorts(name, { world, names, settings }, new AbortController().signal);
  return all;
}

test('what a Jenkins was made to publish is asked for beside what the settings say', async () => {
  expect(await asked(names.jenkins.dood)).toEqual([8081, 8080, 50000]);
  expect(await asked('my-jenkins')).toEqual([8080, 8081, 50000]);
});

test('where no app runs, nothing is asked', async () => {
  expect(await asked(names.jenkins.dood, false)).toEqual([]);
});
