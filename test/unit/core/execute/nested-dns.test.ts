import { expect, test } from 'vitest';
import { createNestedDns } from '../../../../electron/core/execute/nested-dns.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { testClock } from '../../../doubles/clock.ts';
import { container, ours, settings } from '../../../doubles/situation.ts';
import { fakeWorld, intentWith, settingsWith } from '../../../doubles/world.ts';

/** A nested engine that runs on a host whose name servers a test changes. */
function lab(
  change: {
    readonly dns?: string[];
    readonly mode?: 'dind' | 'dood';
    readonly engine?: Partial<ContainerFact>;
    readonly gone?: boolean;
    /** How the script exits; may throw. */
    readonly exits?: () => number;
  } = {},
) {
  const given: string[] = [];
  const commands: string[] = [];
  const clock = testClock();
  let servers = '192.168.1.1\n';
  const [engine] = ours('dind');
  let startedAt = 1000;
  const world = fakeWorld({
    clock,
    settings: settingsWith(settings({ nested: { ...settings().nested, dns: change.dns ?? [] } })),
    intent: { load: () => intentWith({ mode: change.mode ?? 'dind' }) },
    host: { nameServers: async () => servers },
    engine: {
      containersNamed: async (wanted) =>
        change.gone === true
          ? []
          : [{ ...(engine ?? container('none')), startedAt, ...change.engine }].filter(({ name }) =>
              wanted.includes(name),
            ),
      exec: async (name, [program], _signal, input = '') => {
        given.push(input);
        commands.push(`${name}: ${program}`);
        return { exitCode: change.exits?.() ?? 0, stdout: '', stderr: '' };
      },
    },
  });
  const becomes = (text: string): void => {
    servers = text;
  };
  const restart = (): void => {
    startedAt += 1000;
  };
  return { dns: createNestedDns(world), given, commands, clock, becomes, restart };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('servers are passed on once, and again when the network changed, also a moment later', async () => {
  const { dns, given, clock, becomes } = lab();
  await dns.look();
  await dns.look();
  expect(given).toEqual(['192.168.1.1\n']);
  await dns.look(true);
  becomes('10.8.0.1\n');
  clock.pass(6000);
  await turn();
  await turn();
  expect(given).toEqual(['192.168.1.1\n', '10.8.0.1\n']);
  dns.close();
});

test('a nested engine that started again gets them again', async () => {
  const { dns, given, clock, restart } = lab();
  await dns.look();
  restart();
  clock.pass(6 * 60_000);
  await dns.look();
  expect(given).toEqual(['192.168.1.1\n', '192.168.1.1\n']);
  dns.close();
});

test('nothing is passed on in DooD, or with servers of the user’s own', async () => {
  for (const change of [{ mode: 'dood' as const }, { dns: ['10.0.0.1'] }]) {
    const { dns, given } = lab(change);
    await dns.look(true);
    expect(given).toEqual([]);
    dns.close();
  }
});

test.each([5 * 3_600_000, -5 * 3_600_000])(
  'a clock that is set by %i ms changes nothing about when that is',
  async (jump) => {
    const { dns, given, clock, becomes } = lab();
    await dns.look();
    becomes('10.8.0.1\n');
    clock.set(jump);
    await dns.look();
    expect(given).toHaveLength(1);
    clock.pass(6 * 60_000);
    await dns.look();
    expect(given).toHaveLength(2);
    dns.close();
  },
);

test('they go to the script of the nested engine, on its standard input', async () => {
  const { dns, commands } = lab();
  await dns.look();
  expect(commands).toEqual(['nvidia-dind-container: /usr/local/libexec/jenkins-tray/name-routes']);
});

test.each([
  ['is not there', { gone: true }],
  ['is stopped', { engine: { state: 'exited' } as const }],
  ['is not ours', { engine: { labels: {} } }],
])('a nested engine that %s gets none', async (_what, change) => {
  const { dns, given } = lab(change);
  await dns.look();
  expect(given).toEqual([]);
});

test.each([
  ['refuses', () => 1],
  [
    'cannot be asked',
    () => {
      throw new Error('away');
    },
  ],
])('one that %s gets them at the next look', async (_what, exits) => {
  const { dns, given, clock } = lab({ exits });
  await dns.look();
  clock.pass(5 * 60_000 - 1);
  await dns.look();
  expect(given).toHaveLength(1);
  clock.pass(1);
  await dns.look();
  expect(given).toHaveLength(2);
});

test('of two changes in a row the later one counts, and after the end nothing is looked at', async () => {
  const { dns, clock } = lab();
  await dns.look(true);
  clock.pass(3000);
  await dns.look(true);
  expect(clock.waiting()).toBe(1);
  dns.close();
  expect(clock.waiting()).toBe(0);
});
