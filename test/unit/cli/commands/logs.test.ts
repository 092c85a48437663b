import { expect, test } from 'vitest';
import { logs } from '../../../../electron/cli/commands/logs.ts';
import { failureFrom, stage } from '../../../doubles/command.ts';

test('following a log with --json is refused', async () => {
  const lab = stage({ options: { json: true } });
  expect((await failureFrom(logs(lab.context, ['jenkins'], { follow: true, lines: '5' }))).code).toBe('usage/invalid');
});
