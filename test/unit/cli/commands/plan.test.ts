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
      'Jenkins’ page will be unavailable for about 15 s.',
    ),
  );
});

test('with --json each step is its line of the plan, and what makes it impossible comes first', async () => {
  const blocked = preview({ blocks: [{ code: 'port/in-use', title: 'Taken', detail: '' }] });
  const lab = stage({ preview: blocked, options: { json: true } });
  expect(await plan(lab.context, ['dind'])).toBe(1);
  const [block] = blocked.blocks;
  expect(JSON.parse(lab.out())).toEqual({ failure: block, ...blocked, steps: ['+ network    jenkins'] });
});
