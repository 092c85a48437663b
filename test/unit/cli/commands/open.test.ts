import { expect, test } from 'vitest';
import { open } from '../../../../electron/cli/commands/open.ts';
import { failureFrom, running, stage } from '../../../doubles/command.ts';

test('open opens Jenkins’ page and prints its address, or says how to start Jenkins', async () => {
  const lab = stage({ snapshot: running() });
  expect(await open(lab.context)).toBe(0);
  expect([lab.out(), lab.opened]).toEqual(['http://127.0.0.1:8081', ['http://127.0.0.1:8081']]);
  expect((await failureFrom(open(stage().context))).code).toBe('jenkins/unreachable');
});
