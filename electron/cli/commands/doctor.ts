import { diagnose } from '../../core/doctor/doctor.ts';
import { harmlessData } from '../../shared/harmless.ts';
import type { Check } from '../../shared/snapshot.ts';
import { pad, widthOf, wrap } from '../columns.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { failureText, paint, printJson } from '../print.ts';

export async function doctor(
  context: CommandContext,
  _args: readonly string[],
  own: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const { world } = await context.session();
  const checks = [...(await diagnose(world, context.signal))];
  if (own.gpu === true) {
    const { climbLadder } = await import('../../adapters/gpu-ladder.ts');
    checks.push(...(await climbLadder(world, context.signal)));
  }
  const bad = checks.filter(({ state }) => state === 'failed' || state === 'warning');
  if (context.options.json) printJson({ checks }, context);
  else if (context.options.quiet !== true) context.io.out(doctorText(checks, context));
  else if (bad.length > 0) context.io.out(doctorText(bad, context));
  return checks.some(({ state }) => state === 'failed') ? exit.failed : exit.done;
}

/** One line per check, followed by its failure and fix, if any. */
export function doctorText(given: readonly Check[], { io }: Pick<CommandContext, 'io'>): string {
  const c = paint(io);
  const checks = harmlessData(given);
  const marks = { ok: c.green('✓'), warning: c.yellow('!'), failed: c.red('✗'), skipped: c.dim('-') } as const;
  const left = Math.max(...checks.map(({ title }) => widthOf(title))) + 4;
  return checks
    .map(({ title, state, detail, failure }) => {
      const [first = '', ...more] = wrap(detail, io.columns - left);
      const line = `${marks[state]} ${pad(title, left - 3)} ${first}`.trimEnd();
      const rest = more.map((text) => `${' '.repeat(left)}${text}`);
      return [
        line,
        ...rest,
        ...(failure === null
          ? []
          : failureText(failure, { ...io, columns: io.columns - 4 })
              .split('\n')
              .map((text) => `    ${text}`.trimEnd())),
      ].join('\n');
    })
    .join('\n');
}
