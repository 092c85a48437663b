import type { ClientRequest } from 'node:http';

/** Ends a request, and what is read of its response, with the signal: Electron 22 ignores the option of Node's client. */
export function endWith(signal: AbortSignal, request: ClientRequest): void {
  const end = (): void => {
    request.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  };
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  request.once('close', () => signal.removeEventListener('abort', end));
}
