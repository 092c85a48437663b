import { expect, test } from 'vitest';
import { watchStatus } from '../../../../electron/cli/commands/watch-status.ts';
import type { Build, Snapshot } from '../../../../electron/shared/snapshot.ts';
import { running, type Script, snapshot, stage } from '../../../doubles/command.ts';
import { runningBuild } from '../../../doubles/situation.ts';

const building = (change: Partial<Build> = {}): Snapshot =>
  running({ builds: { kind: 'known', running: 1, list: [{ ...runningBuild, ...change }] } });

/** Shows these states one after the other, an event before each, then is interrupted. */
async function watched(states: readonly Snapshot[], options: Script['options'] = {}, live = false) {
  const abort = new AbortController();
  const rewound: number[] = [];
  const left = [...states];
  let changed = (): void => undefined;
  const lab = stage({
    options,
    signal: abort.signal,
    world: {
      engine: {
        watch(happened) {
          changed = happened;
        },
      },
    },
  });
  const { controller, world } = await lab.context.session();
  const refresh = async (): Promise<Snapshot> => {
    const now = left.shift();
    if (now === undefined) abort.abort();
    setTimeout(() => changed(), 5);
    return now ?? snapshot();
  };
  const code = await watchStatus({
    ...lab.context,
    io: { ...lab.context.io, live, rewind: (rows) => rewound.push(rows) },
    session: async () => ({ controller: { ...controller, refresh }, world }),
  });
  return { code, out: lab.out(), rewound };
}

test('each change is shown once, with 130 after Ctrl-C', async () => {
  const { code, out } = await watched([snapshot(), snapshot(), running()]);
  expect(code).toBe(130);
  expect(out.match(/^Jenkins .*$/gm)).toEqual(['Jenkins    off', 'Jenkins    DinD at http://127.0.0.1:8081 (2.568.2)']);
});

test('that a build has run longer is no change in a pipe, and is redrawn on a terminal', async () => {
  const states = [building({ duration: 1000 }), building({ duration: 3000 })];
  expect((await watched(states)).out.match(/^Builds/gm)).toHaveLength(1);
  expect((await watched(states, {}, true)).rewound).toEqual([0, 4]);
});

test('as JSON or by a template each state is a line', async () => {
  const { out } = await watched([snapshot(), running()], { json: true });
  expect(out.split('\n').map((line) => JSON.parse(line).jenkins.kind)).toEqual(['stopped', 'running']);
  const byTemplate = await watched([snapshot(), running()], { json: true, format: '{{.jenkins.kind}}' });
  expect(byTemplate.out).toBe('stopped\nrunning');
});
