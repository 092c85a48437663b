import type { BrowserContext, ElectronApplication, Page } from 'playwright';

/** The app as a process, without a driver in it. */
export interface RunningApp {
  readonly pid: number;
  /** Its exit code once it has ended; null after a signal. */
  readonly exited: Promise<number | null>;
  /** Its output so far. */
  log(): string;
  /** Sends SIGKILL, like a crash; returns when none of its processes is left. */
  kill(): Promise<void>;
  /** Sends SIGTERM, like the end of a session. */
  end(): Promise<void>;
}

/** The app with Playwright's driver in its windows, and, in a checkout, in its main process. */
export interface DrivenApp {
  /** Throws for a package, whose main process takes no driver. */
  readonly app: ElectronApplication;
  /** Its windows. */
  context(): BrowserContext;
  readonly pid: number;
  /** Addresses and folders that the app sent to the desktop; none is really opened. */
  opened(): Promise<readonly string[]>;
  /** What is on the clipboard. */
  copied(): Promise<string>;
  copy(text: string): Promise<void>;
  /** Gives its window's content this size, also below the least that a user can choose. */
  resize(width: number, height: number): Promise<void>;
  /** Waits for its first window. */
  window(): Promise<Page>;
  log(): string;
  kill(): Promise<void>;
  /** Quits through the driver, and makes sure that every process has ended. */
  close(): Promise<void>;
}
