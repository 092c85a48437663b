import { join } from 'node:path';
import { app } from 'electron';
import type { LogFunctions } from 'electron-log';
import { logEntry } from '../shared/log-entry.ts';
import { redact } from '../shared/redact.ts';

/** Maximum size of a log file, bytes; the previous one is kept as `main.old.log`. */
const MAX_BYTES = 1024 * 1024;

export interface AppLog {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  readonly folder: string;
}

/** The app's own log: a rotating file without secrets. The library is loaded with the first line. */
export function createAppLog(secrets: () => readonly string[]): AppLog {
  const folder = join(app.getPath('userData'), 'logs');
  let loading: Promise<LogFunctions> | null = null;
  const write = (level: 'info' | 'warn' | 'error', text: string): void => {
    loading ??= open(folder);
    void loading.then((log) => log[level](logEntry(redact(text, secrets()))));
  };
  return {
    folder,
    info: (text) => write('info', text),
    warn: (text) => write('warn', text),
    error: (text) => write('error', text),
  };
}

async function open(folder: string): Promise<LogFunctions> {
  const { default: log } = await import('electron-log/node');
  log.transports.console.level = false;
  log.transports.file.resolvePathFn = () => join(folder, 'main.log');
  log.transports.file.maxSize = MAX_BYTES;
  log.transports.file.writeOptions = { ...log.transports.file.writeOptions, mode: 0o600 };
  return log;
}
