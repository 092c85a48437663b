import { app } from 'electron';
import type { AppLog } from '../shell/app-log.ts';

/**
 * Writes what nobody caught, and processes of the app that ended, to the log. The app goes on: a switch is resumed or
 * repaired whatever happened, and without the app nobody would say so.
 */
export function logCrashes(log: AppLog): void {
  process.on('uncaughtException', (thrown) => log.error(`uncaught: ${traceOf(thrown)}`));
  process.on('unhandledRejection', (thrown) => log.error(`unhandled rejection: ${traceOf(thrown)}`));
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.error(`${name ?? type} ended: ${reason}, exit code ${exitCode}`);
  });
}

const traceOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
