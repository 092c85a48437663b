import { expect, test } from 'vitest';
import { plan } from '../../../../electron/cli/commands/plan.ts';
import { lines, preview, question, stage } from '../../../doubles/command.ts';

test('a plan shows its questions, its steps and how long the page will be down', async () => {
  const lab = stage({ preview: preview({ questions: [question], awaySeconds: 15 }) });
  expect(await plan(lab.context, ['dind'])).toBe(0);
  expect(lab.out()).toBe(
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
