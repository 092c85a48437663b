import type { Controller } from '../core/control/controller.ts';
import type { World } from '../core/world/world.ts';

/** The terminal, or whatever takes its place. Tests hand in another. */
export interface Io {
  /** To standard output; the line break is added. */
  out(text: string): void;
  /** To standard error; the line break is added. */
  err(text: string): void;
  /** Somebody is there to answer questions. */
  readonly interactive: boolean;
  /** Steps may be redrawn in place. */
  readonly live: boolean;
  /** Columns to fit in. */
  readonly columns: number;
  readonly colour: boolean;
  /** A line of the user's answer; throws when the input ends. */
  ask(question: string, signal: AbortSignal): Promise<string>;
}

/** The core with the real world, made when a command first needs it. */
export interface Session {
  readonly world: World;
  readonly controller: Controller;
}

/** Makes the core for a folder of settings. */
export type Open = (configDir: string) => Promise<Session>;

export interface Options {
  readonly json: boolean;
  readonly yes: boolean;
  readonly config: string | undefined;
}

/** What a command is handed. */
export interface CommandContext {
  readonly io: Io;
  readonly options: Options;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
  session(): Promise<Session>;
  /** Folder of settings, intent and secrets. */
  readonly configDir: string;
  /** Opens an address with the desktop's own program, detached. */
  launch(url: string): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** How the process ends; also in docs/command-line.md. */
export const exit = { done: 0, failed: 1, usage: 2, notRunning: 3, notAsIntended: 4, interrupted: 130 } as const;

export type ExitCode = (typeof exit)[keyof typeof exit];
