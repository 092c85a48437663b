import type { Controller } from '../core/control/controller.ts';
import type { World } from '../core/world/world.ts';

/** The terminal, or a replacement in tests. */
export interface Io {
  /** To standard output; the line break is added. Of control sequences only colours pass, and those only to a terminal. */
  out(text: string): void;
  /** To standard error, likewise. */
  err(text: string): void;
  /** A line of a log to standard output: on a terminal reduced to text and colours, elsewhere unchanged. */
  log(line: string): void;
  /** Resolves when the reader of the output, such as `less`, takes more; null if it does now. */
  full(): Promise<void> | null;
  /** Moves the cursor back over this many lines and clears them, so that they can be drawn again. */
  rewind(lines: number): void;
  /** True if a user can answer questions. */
  readonly interactive: boolean;
  /** True if steps can be redrawn in place. */
  readonly live: boolean;
  /** Width of the output, in columns. */
  readonly columns: number;
  readonly colour: boolean;
  /** Width and colours of standard error, which need not be a terminal where the output is one. */
  readonly errors: { readonly columns: number; readonly colour: boolean };
  /** Returns the user's answer, one line; empty if the input ends. `hidden`: what is typed is not shown. */
  ask(question: string, signal: AbortSignal, hidden?: boolean): Promise<string>;
}

/** The core with the real world, created when a command first needs it. */
export interface Session {
  readonly world: World;
  readonly controller: Controller;
}

/** Opens the core, or a part of it, for a settings folder. */
export type Open<T = Session> = (configDir: string) => Promise<T>;

export interface Options {
  /** One document on standard output instead of text: JSON, or what `format` makes of it. */
  readonly json: boolean;
  /** A template for the document: see template.ts. */
  readonly format?: string | undefined;
  readonly yes: boolean;
  /** Only failures, and what was asked for: no steps, no confirmations. */
  readonly quiet?: boolean;
  readonly config: string | undefined;
}

/** Everything a command receives; `T`: what it uses of the core. */
export interface CommandContext<T = Session> {
  readonly io: Io;
  readonly options: Options;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
  session(): Promise<T>;
  /** The next `session` opens the core again, after a change of the settings that name home or engine. */
  reopen(): void;
  /** Folder of settings, intent and secrets. */
  readonly configDir: string;
  /** Opens an address in the default browser, detached. */
  launch(url: string): Promise<void>;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
}

/** Exit codes; documented in docs/command-line.md. */
export const exit = { done: 0, failed: 1, usage: 2, notRunning: 3, notAsIntended: 4, interrupted: 130 } as const;

export type ExitCode = (typeof exit)[keyof typeof exit];
