import { expect, test } from 'vitest';
import { plan } from '../../../../electron/cli/commands/plan.ts';
import { lines, preview, question, stage } from '../../../doubles/command.ts';

test('a plan shows what it asks, its steps and for how long the page is away', async () => {
  const it = stage({ preview: preview({ questions: [question], awaySeconds: 15 }) });
  expect(await plan(it.context, ['dind'])).toBe(0);
  expect(it.out()).toBe(
    lines(
      'asks: Stop a running build: train #42',
      '      It is aborted.',
      '',
      '+ network    jenkins',
      '',
      'The page is away for about 15 s.',
    ),
  );
});
