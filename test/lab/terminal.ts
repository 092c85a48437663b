import { spawn } from 'node:child_process';
import xterm from '@xterm/xterm';
import { rowsOf } from '../../renderer/log/rows.ts';
import { until } from './until.ts';

/** A program on a terminal, as a user sees it. */
export interface OnTerminal {
  /** The lines on the screen and above it. */
  lines(): Promise<readonly string[]>;
  /** Waits for a text on the screen or above it; returns the lines. */
  shows(text: string | RegExp, withinMs?: number): Promise<readonly string[]>;
  /** Types keys. */
  type(keys: string): void;
  /** Its exit code. */
  readonly ended: Promise<number>;
  /** All lines so far that were too long for the terminal and wrapped. */
  wrapped(): readonly string[];
  /** Whether the cursor is visible: a program that hid it must show it again. */
  cursorShown(): boolean;
  /** Whether it printed any colour or weight. */
  coloured(): boolean;
}

export const CTRL_C = '\u0003';
export const ENTER = '\r';
/** ECMA-48's SGR. */
const STYLE = new RegExp(`${'\u001b'}\\[[\\d;]+m`);

export interface TerminalOptions {
  readonly columns: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a shell command on a pseudo-terminal from script(1), and renders its output with xterm. */
export function onTerminal(command: string, { columns, rows = 30, env = {} }: TerminalOptions): OnTerminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  const child = spawn('script', ['-qec', `stty cols ${columns} rows ${rows}; ${command}`, '/dev/null'], {
    env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const tooLong = new Set<string>();
  const look = (): readonly string[] => {
    const lines: string[] = [];
    for (const { text, isWrapped } of rowsOf(terminal)) {
      if (isWrapped) tooLong.add(`${lines.at(-1) ?? ''}${text}`);
      lines.push(text);
    }
    while (lines.at(-1) === '') lines.pop();
    return lines;
  };
  let cursor = true;
  let colours = false;
  child.stdout.on('data', (chunk: Buffer) => {
    const shown = chunk.lastIndexOf('\u001b[?25h');
    const hidden = chunk.lastIndexOf('\u001b[?25l');
    if (shown !== hidden) cursor = shown > hidden;
    colours ||= STYLE.test(chunk.toString('latin1'));
    terminal.write(chunk, () => void look());
  });
  /** After all output so far. */
  const drawn = (): Promise<void> => new Promise((resolve) => terminal.write('', resolve));
  const lines = async (): Promise<readonly string[]> => {
    await drawn();
    return look();
  };
  return {
    lines,
    async shows(text, withinMs) {
      let now: readonly string[] = [];
      try {
        return await until(
          `"${text}" on the terminal`,
          async () => {
            now = await lines();
            const all = now.join('\n');
            return (typeof text === 'string' ? all.includes(text) : text.test(all)) ? now : null;
          },
          withinMs,
        );
      } catch (cause) {
        throw new Error(`Instead of "${text}" the terminal shows:\n${now.join('\n')}`, { cause });
      }
    },
    type: (keys) => void child.stdin.write(keys),
    ended: new Promise((resolve) => child.on('close', (code) => drawn().then(() => resolve(code ?? 137)))),
    wrapped: () => [...tooLong],
    cursorShown: () => cursor,
    coloured: () => colours,
  };
}
