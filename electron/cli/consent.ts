import { FailureError } from '../shared/failure.ts';
import type { Mode } from '../shared/mode.ts';
import type { Intent } from '../shared/snapshot.ts';
import type { Context } from './io.ts';
import { wrap } from './print.ts';

/** The ids of all questions answered with yes; throws `consent/needed` after a no, and where nobody can be asked. */
export async function consents(
  context: Context,
  mode: Mode,
  purge: Intent['purge'],
): Promise<readonly string[] | 'all'> {
  const { io, options, signal } = context;
  if (options.yes) return 'all';
  const { controller } = await context.session();
  const preview = await controller.preview(mode, purge);
  if (!preview.ok) throw new FailureError(preview.failure);
  const { questions, blocks } = preview.value;
  const [block] = blocks;
  if (block !== undefined) throw new FailureError(block);
  if (questions.length > 0 && (!io.interactive || options.json)) {
    throw new FailureError({
      code: 'consent/needed',
      title:
        questions.length === 1 ? 'This needs your consent' : `This needs your consent to ${questions.length} things`,
      detail: questions.map(({ text, detail }) => `• ${text}\n  ${detail}`).join('\n'),
      fix: 'Run it in a terminal to be asked, or agree to all of it:',
      command: `jenkins-tray ${mode === 'off' ? ['down', ...purge.map((what) => `--${what}`)].join(' ') : `up ${mode}`} --yes`,
    });
  }
  const agreed: string[] = [];
  for (const { id, text, detail } of questions) {
    for (const line of wrap(detail, io.columns - 2)) io.err(`  ${line}`);
    const answer = await io.ask(`${text}? [y/N] `, signal);
    if (!/^y(es)?$/i.test(answer.trim()))
      throw new FailureError({ code: 'consent/needed', title: 'Nothing was done', detail: `You said no to: ${text}.` });
    agreed.push(id);
  }
  return agreed;
}
