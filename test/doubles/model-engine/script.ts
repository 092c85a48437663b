import type { Program } from './objects.ts';

/** What a few words of shell do; enough for the contract: `echo`, `sleep`, `exit`, `head -n1`, `true`, `false`. */
export interface ScriptResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How long it takes, ms. */
  readonly ms: number;
  readonly log: Program['log'];
}

export function runScript(script: string, input = ''): ScriptResult {
  let ms = 0;
  let exitCode = 0;
  const log: { after: number; text: string; error: boolean }[] = [];
  for (const line of script.split(';').map((part) => part.trim())) {
    const [word = '', ...rest] = line.split(' ');
    const error = rest.at(-1) === '>&2';
    const text = (error ? rest.slice(0, -1) : rest).join(' ');
    if (word === 'sleep') ms += Number(text) * 1000;
    exitCode = word === 'false' ? 1 : 0;
    if (word === 'echo') log.push({ after: ms, text, error });
    if (word === 'head') log.push({ after: ms, text: input.split('\n')[0] ?? '', error: false });
    if (word === 'exit') {
      exitCode = Number(text);
      break;
    }
  }
  const said = (error: boolean): string =>
    log
      .filter((line) => line.error === error)
      .map(({ text }) => (text.endsWith('\n') ? text : `${text}\n`))
      .join('');
  return { exitCode, stdout: said(false), stderr: said(true), ms, log };
}

/** The script in a command: `sh -c SCRIPT`, or the words themselves. */
export const scriptOf = (command: readonly string[]): string =>
  command[0] === 'sh' && command[1] === '-c' ? (command[2] ?? '') : command.join(' ');

/** A container that runs a script and ends at once on SIGTERM, unless it ignores it. */
export function scriptProgram(command: readonly string[]): Program {
  const ignores = command[0] === 'ignore-stop';
  const { exitCode, ms, log } = runScript(scriptOf(ignores ? command.slice(1) : command));
  return { end: { after: ms, code: exitCode }, log, onStop: ignores ? null : { after: 0, code: 143 } };
}
