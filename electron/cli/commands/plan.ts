import { FailureError } from '../../shared/failure.ts';
import { unknownMode } from '../../shared/failures/usage.ts';
import { harmlessData } from '../../shared/harmless.ts';
import { isMode, MODES } from '../../shared/mode.ts';
import type { Preview } from '../../shared/preview.ts';
import { wrap } from '../columns.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { failureText, printJson } from '../print.ts';

export async function plan(context: CommandContext, [mode = '']: readonly string[]): Promise<ExitCode> {
  if (!isMode(mode)) throw new FailureError(unknownMode(mode, MODES));
  const { controller } = await context.session();
  const preview = await controller.preview(mode);
  if (!preview.ok) throw new FailureError(preview.failure);
  const [block] = preview.value.blocks;
  if (context.options.json)
    printJson({ ...(block === undefined ? {} : { failure: block }), ...document(preview.value) }, context);
  else context.io.out(planText(harmlessData(preview.value), context));
  await controller.close();
  return preview.value.blocks.length > 0 ? exit.failed : exit.done;
}

/** The JSON document; a step is its line of the plan. */
const document = (preview: Preview): object => ({ ...preview, steps: preview.steps.map(({ text }) => text) });

/** Blocks, questions, then the steps. */
function planText({ steps, questions, blocks, awaySeconds }: Preview, { io }: Pick<CommandContext, 'io'>): string {
  if (steps.length === 0) return 'Nothing to do.';
  const asked = questions.flatMap(({ text, detail }) => [
    `asks: ${text}`,
    ...wrap(detail, io.columns - 6).map((line) => `      ${line}`),
  ]);
  const parts = [
    blocks.map((block) => failureText(block, io)).join('\n'),
    asked.join('\n'),
    steps.map(({ text }) => text).join('\n'),
  ];
  if (awaySeconds !== null) parts.push(`Jenkins’ page will be unavailable for about ${awaySeconds} s.`);
  return parts.filter((part) => part !== '').join('\n\n');
}
