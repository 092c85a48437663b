import { expect, test } from 'vitest';
import { logs } from '../../../../electron/cli/commands/logs.ts';
import type { LogPart } from '../../../../electron/core/world/engine.ts';
import { failureFrom, type Script, stage } from '../../../doubles/command.ts';
import { container } from '../../../doubles/situation.ts';

const LINES = ['starting', '', '\tat hudson.Main', '', 'ready'];

/** `logs` on a running Jenkins with these lines; notes which part was asked for. */
function staged(options: Script['options'] = {}) {
  const parts: (LogPart & { readonly follow?: boolean })[] = [];
  const read = (follow: boolean) => async (_name: string, part: LogPart, line: (text: string) => void) => {
    parts.push(follow ? { ...part, follow } : part);
    for (const text of LINES) line(text);
  };
  const lab = stage({
    options,
    world: {
      engine: {
        containersNamed: async () => [container('jenkins-container')],
        readLog: read(false),
        followLog: read(true),
      },
    },
  });
  return { ...lab, parts };
}

test('a log is printed as it is, blank lines included', async () => {
  const lab = staged();
  expect(await logs(lab.context, [], {})).toBe(0);
  expect(lab.out()).toBe(LINES.join('\n'));
  expect(lab.parts).toEqual([{ tail: 200 }]);
});

test.each<[Readonly<Record<string, unknown>>, LogPart]>([
  [{ tail: '0' }, { tail: 0 }],
  [{ tail: 'all' }, {}],
  [{ lines: '5' }, { tail: 5 }],
  [{ since: '1767225600' }, { since: 1_767_225_600_000 }],
  [
    { since: '1767225600', tail: '3', timestamps: true },
    { since: 1_767_225_600_000, tail: 3, timestamps: true },
  ],
])('%j reads a part of it', async (own, part) => {
  const lab = staged();
  await logs(lab.context, ['jenkins'], own);
  await logs(lab.context, ['jenkins'], { ...own, follow: true });
  expect(lab.parts).toEqual([part, { ...part, follow: true }]);
});

test('as JSON it is one document with every line', async () => {
  const lab = staged({ json: true });
  await logs(lab.context, [], {});
  expect(JSON.parse(lab.out())).toEqual({ container: 'jenkins-container', lines: LINES });
});

test.each(['-1', '1.5', 'many', '', ' 3', '1e3', '0x10'])('--tail %j is refused', async (tail) => {
  const failure = await failureFrom(logs(staged().context, [], { tail }));
  expect(failure).toMatchObject({ code: 'usage/invalid', title: `--tail cannot be ${tail}` });
});

test('following a log with --json is refused', async () => {
  const lab = stage({ options: { json: true } });
  expect((await failureFrom(logs(lab.context, ['jenkins'], { follow: true, tail: '5' }))).code).toBe('usage/invalid');
});
