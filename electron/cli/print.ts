import { styleText } from 'node:util';
import type { Failure } from '../shared/failure.ts';
import { escapedJson, harmless, harmlessData } from '../shared/harmless.ts';
import { pad, widthOf, wrap } from './columns.ts';
import type { CommandContext, Io } from './io.ts';
import { fillIn } from './template.ts';

/** Colours, or none if the output is not a terminal or NO_COLOR is set. */
export function paint({ colour }: Pick<Io, 'colour'>) {
  const as = (style: Parameters<typeof styleText>[0]) => (text: string) =>
    // `colour` has decided this; Node would check this process's own output instead.
    colour ? styleText(style, text, { validateStream: false }) : text;
  return {
    bold: as('bold'),
    dim: as('dim'),
    red: as('red'),
    green: as('green'),
    yellow: as('yellow'),
    cyan: as('cyan'),
    fault: as(['red', 'bold']),
  };
}

/** A failure as a block of text: what happened, why, what to do, and the command to run. */
export function failureText(given: Failure, io: Pick<Io, 'colour' | 'columns'>): string {
  const failure = harmlessData(given);
  const c = paint(io);
  const code = `(${failure.code})`;
  const titled = (line: string): string => {
    const title = line.endsWith(code) ? line.slice(0, -code.length) : line;
    return `${c.bold(title)}${title === line ? '' : c.dim(code)}`;
  };
  const lines = marked(c.fault('✗'), `${failure.title} ${code}`, io, titled);
  if (failure.detail !== '') lines.push(...marked(' ', failure.detail, io));
  if (failure.fix !== undefined) lines.push('', ...marked(' ', failure.fix, io, c.green));
  if (failure.command !== undefined) lines.push('', `    ${c.cyan(failure.command)}`);
  return lines.join('\n');
}

/** Prints a failure: as JSON to standard output with `--json`, else as text to standard error. */
export function printFailure(failure: Failure, context: Pick<CommandContext, 'io' | 'options'>): void {
  const { io, options } = context;
  if (options.json && options.format === undefined) printJson({ failure }, context);
  else io.err(failureText(failure, io.errors));
}

/** Prints a document: as JSON, or by the template of `--format`. */
export const printJson = (document: unknown, { io, options }: Pick<CommandContext, 'io' | 'options'>): void =>
  io.out(
    options.format === undefined
      ? escapedJson(JSON.stringify(document, null, 2))
      : harmless(fillIn(options.format, document)),
  );

/** Prints one of many documents, each on a line of its own for scripts. */
export const printJsonLine = (document: unknown, { io, options }: Pick<CommandContext, 'io' | 'options'>): void =>
  io.out(
    options.format === undefined ? escapedJson(JSON.stringify(document)) : harmless(fillIn(options.format, document)),
  );

/** Text after a mark, wrapped with an indent; `style` is applied to each line. */
export const marked = (
  mark: string,
  text: string,
  { columns }: Pick<Io, 'columns'>,
  style: (line: string) => string = (line) => line,
): string[] => wrap(text, columns - 2).map((line, index) => `${index === 0 ? mark : ' '} ${style(line)}`);

/** `label   value` pairs, with the values aligned and wrapped in one column. */
export function fields(
  rows: readonly (readonly [label: string, value: string])[],
  io: Pick<Io, 'colour' | 'columns'>,
): string {
  const c = paint(io);
  const left = Math.max(...rows.map(([label]) => widthOf(label))) + 2;
  return rows
    .flatMap(([label, value]) =>
      wrap(value, io.columns - left).map((line, index) =>
        `${c.dim(pad(index === 0 ? label : '', left))}${line}`.trimEnd(),
      ),
    )
    .join('\n');
}
