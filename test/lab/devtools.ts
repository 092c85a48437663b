import { until } from './until.ts';

/**
 * The window of an app that was started with `--remote-debugging-port`, by DevTools' own protocol: Playwright's Electron
 * mode needs what the fuses of a package forbid.
 */
export interface DevTools {
  /** The value of an expression in the page, promises awaited. */
  evaluate<T>(expression: string): Promise<T>;
  close(): void;
}

interface Target {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

export async function devTools(port: number): Promise<DevTools> {
  const page = await until('a window to debug', async () => {
    const list = await fetch(`http://127.0.0.1:${port}/json/list`).then(
      (answer): Promise<readonly Target[]> => answer.json(),
      () => [],
    );
    return list.find(({ type, url }) => type === 'page' && url.startsWith('jenkins-tray:'));
  });
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  let last = 0;
  return {
    evaluate: (expression) => {
      last += 1;
      const id = last;
      const params = { expression, awaitPromise: true, returnByValue: true };
      return new Promise((resolve, reject) => {
        const gone = (): void => reject(new Error('the window is gone'));
        const heard = ({ data }: MessageEvent): void => {
          const answer = JSON.parse(String(data));
          if (answer.id !== id) return;
          socket.removeEventListener('message', heard);
          socket.removeEventListener('close', gone);
          const { exceptionDetails, result } = answer.result ?? {};
          if (exceptionDetails === undefined && result !== undefined) resolve(result.value);
          else reject(new Error(JSON.stringify(exceptionDetails ?? answer.error)));
        };
        socket.addEventListener('message', heard);
        socket.addEventListener('close', gone);
        socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
      });
    },
    close: () => socket.close(),
  };
}
