import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { createInjector } from 'typed-inject';
import { ROOT } from '../lab/paths.ts';

/** One change to one place of a file. */
export interface Mutant {
  readonly id: string;
  /** Relative to the repository. */
  readonly file: string;
  readonly line: number;
  readonly original: string;
  readonly replacement: string;
}

const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {} };
const never = () => false;
const logger = {
  ...silent,
  isTraceEnabled: never,
  isDebugEnabled: never,
  isInfoEnabled: never,
  isWarnEnabled: never,
  isErrorEnabled: never,
  isFatalEnabled: never,
};

/**
 * All mutants of these files (absolute paths), and each file's text with all its mutants behind switches.
 * Texts are not mutated: what a failure says is data, and the codes among them are checked by the compiler.
 */
export async function instrument(files: readonly string[]): Promise<{ mutants: Mutant[]; texts: Map<string, string> }> {
  const originals = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const injector = createInjector()
    .provideValue('logger', logger)
    .provideValue('getLogger', () => logger);
  const result = await createInstrumenter(injector).instrument(
    [...originals].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: ['StringLiteral'], ignorers: [], noHeader: false },
  );
  return {
    texts: new Map(result.files.map(({ name, content }) => [name, content])),
    mutants: result.mutants
      .filter(({ status }) => status !== 'Ignored')
      .map(({ id, fileName, location: { start, end }, replacement }) => ({
        id,
        file: relative(ROOT, fileName),
        line: start.line + 1,
        original: between(originals.get(fileName) ?? '', start, end),
        replacement,
      })),
  };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function between(text: string, start: Position, end: Position): string {
  const lines = text.split('\n').slice(start.line, end.line + 1);
  const last = lines.length - 1;
  return lines
    .map((line, at) => line.slice(at === 0 ? start.column : 0, at === last ? end.column : undefined))
    .join('\n');
}
