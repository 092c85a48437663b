import { connect } from 'node:net';
import { portOf } from '../shared/port-of.ts';
import { unbracketed } from '../shared/unbracketed.ts';

/** Docker's proxy closes a connection at once whose port is closed in the container; whoever listens waits for a request. */
const STAYS_OPEN_MS = 10;
/** A port that drops what is sent to it does not answer at all. */
const MAX_WAIT_MS = 1000;

/**
 * Whether a port accepts a connection and keeps it open, in a fraction of what a request costs, and without troubling who
 * listens. Rejects with the signal's reason.
 */
export function isPortOpen(url: string, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted();
  const socket = connect({ host: unbracketed(new URL(url).hostname), port: portOf(url) });
  return new Promise((resolve, reject) => {
    const end = (isOpen: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(isOpen);
    };
    const abort = (): void => {
      reject(signal.reason);
      end(false);
    };
    let timer = setTimeout(() => end(false), MAX_WAIT_MS);
    socket.on('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(() => end(true), STAYS_OPEN_MS);
    });
    socket.on('error', () => end(false)).on('end', () => end(false));
    socket.on('data', () => end(true));
    signal.addEventListener('abort', abort, { once: true });
  });
}
