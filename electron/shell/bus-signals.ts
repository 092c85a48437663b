import { connect, type Socket } from 'node:net';
import { callToBus, METHOD_RETURN, messagesIn, SIGNAL } from './bus-message.ts';

/** Signals of the session bus, followed without a program of its own and without asking again and again. */
export interface BusSignals {
  /** Whether each signal is heard now. */
  readonly isHearing: boolean;
  close(): void;
}

/** Follows the signals that match these rules; calls back at each, and when it hears no more. */
export function hearSignals(rules: readonly string[], heard: () => void, env: NodeJS.ProcessEnv): BusSignals {
  const path = busPath(env);
  let answers = 0;
  let isOpen = path !== null;
  const calls = [callToBus(1, 'Hello'), ...rules.map((rule, at) => callToBus(at + 2, 'AddMatch', rule))];
  const isHearing = (): boolean => isOpen && answers === calls.length;
  const end = (): void => {
    const wasHearing = isHearing();
    isOpen = false;
    socket?.destroy();
    if (wasHearing) heard();
  };
  const read = reader(
    () => void socket?.write(Buffer.concat([Buffer.from('BEGIN\r\n'), ...calls])),
    (kind) => {
      // One names this connection.
      if (kind === SIGNAL) {
        if (isHearing()) heard();
      } else if (kind === METHOD_RETURN) answers += 1;
      else end();
    },
  );
  const socket: Socket | null = path === null ? null : connect({ path });
  socket?.on('connect', () => {
    const user = Buffer.from(String(process.getuid?.() ?? '')).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  });
  socket?.on('data', (bytes: Buffer) => {
    try {
      read(bytes);
    } catch {
      end();
    }
  });
  socket?.on('error', end).on('close', end);
  return {
    get isHearing() {
      return isHearing();
    },
    close() {
      isOpen = false;
      socket?.destroy();
    },
  };
}

/** Reads a line that accepts this user, then messages. */
function reader(accepted: () => void, told: (kind: number) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  let isAccepted = false;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    if (!isAccepted) {
      const end = rest.indexOf('\r\n');
      if (end < 0 && rest.length < 1024) return;
      if (end < 0 || !rest.toString('latin1', 0, end).startsWith('OK ')) throw new Error('The bus refuses this user.');
      isAccepted = true;
      rest = rest.subarray(end + 2);
      accepted();
    }
    const found = messagesIn(rest);
    // A copy: a slice would keep all that was received.
    rest = Buffer.from(found.rest);
    for (const kind of found.kinds) told(kind);
  };
}

const unescaped = (path: string): string =>
  path.replace(/%([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** The socket of the session bus, with a NUL in front if it is an abstract one; null: it has none that is known. */
export function busPath({ DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR }: NodeJS.ProcessEnv): string | null {
  const address = DBUS_SESSION_BUS_ADDRESS || (XDG_RUNTIME_DIR ? `unix:path=${XDG_RUNTIME_DIR}/bus` : '');
  for (const one of address.split(';')) {
    const [, kind, path] = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(one) ?? [];
    if (kind === undefined || path === undefined) continue;
    return `${kind === 'abstract' ? '\0' : ''}${unescaped(path)}`;
  }
  return null;
}
