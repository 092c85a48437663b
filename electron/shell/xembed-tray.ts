import { connect, type Socket } from 'node:net';
import { cookieFor, displayOf, type X11Cookie, type X11Display } from './x11-display.ts';
import { greetingIn, hello, packetsIn } from './x11-message.ts';
import { SelectionWatch } from './x11-selection.ts';

/** Waits, in ms. */
interface XembedWaits {
  /** How long an X server may take to answer. */
  readonly answer: number;
  /** From a connection that failed to the next. */
  readonly retry: number;
  /** Between two looks for the same news. */
  readonly settle: number;
}

const WAITS: XembedWaits = { answer: 5000, retry: 30_000, settle: 200 };

/**
 * Follows whether a tray of the older kind is on the X11 display: whoever owns the selection `_NET_SYSTEM_TRAY_S<screen>`
 * takes icons' windows into its own ("System Tray Protocol Specification"). It announces itself by a message to the root
 * window and ends with its own, by which GTK goes as well: nothing is asked in between. Calls back at each change, first
 * where there is one. Returns a function that ends it. Without an X server that answers it never calls back.
 */
export function followXembedTray(
  env: NodeJS.ProcessEnv,
  changed: (isThere: boolean) => void,
  waits = WAITS,
): () => void {
  const display = displayOf(env.DISPLAY);
  if (display === null) return () => undefined;
  let close = (): void => undefined;
  let isOver = false;
  let wasThere = false;
  let timer: NodeJS.Timeout | undefined;
  const told = (isThere: boolean): void => {
    if (isThere === wasThere) return;
    wasThere = isThere;
    changed(isThere);
  };
  const begin = async (place: number): Promise<void> => {
    const cookie = await cookieFor(display, env);
    if (isOver) return;
    close = follow(display, cookie, { place, told, waits }, (wasOpen) => {
      if (isOver) return;
      const next = wasOpen || place + 1 >= display.places.length ? 0 : place + 1;
      timer = setTimeout(() => void begin(next), next === 0 ? waits.retry : 0);
    });
  };
  void begin(0);
  return () => {
    isOver = true;
    clearTimeout(timer);
    close();
  };
}

interface Following {
  /** Which of the display's places. */
  readonly place: number;
  readonly waits: XembedWaits;
  told(isThere: boolean): void;
}

/** One connection. `ended` is called once: it failed, was refused, or its server sent what it should not. */
function follow(
  display: X11Display,
  cookie: X11Cookie,
  { place, told, waits }: Following,
  ended: (wasOpen: boolean) => void,
): () => void {
  const socket: Socket = connect(display.places[place] ?? { path: '' });
  let isOver = false;
  let isOpen = false;
  const deadline = setTimeout(() => fail(), waits.answer);
  const watch = new SelectionWatch(waits.settle, {
    send: (bytes) => void socket.write(bytes),
    told: (isThere) => {
      clearTimeout(deadline);
      told(isThere);
    },
  });
  const finish = (): void => {
    isOver = true;
    clearTimeout(deadline);
    watch.close();
    socket.destroy();
  };
  const fail = (): void => {
    if (isOver) return;
    finish();
    ended(isOpen);
  };
  let rest = Buffer.alloc(0);
  socket.on('connect', () => socket.write(hello(cookie)));
  socket.on('data', (bytes: Buffer) => {
    try {
      rest = Buffer.concat([rest, bytes]);
      if (!isOpen) {
        const greeting = greetingIn(rest);
        if (greeting === null) return;
        isOpen = true;
        rest = Buffer.from(greeting.rest);
        const root = greeting.roots[display.screen];
        if (root === undefined) return fail();
        watch.begin(root, display.screen);
      }
      const found = packetsIn(rest);
      // A copy: a slice would keep all that was received.
      rest = Buffer.from(found.rest);
      for (const packet of found.packets) if (!isOver) watch.read(packet);
    } catch {
      fail();
    }
  });
  socket.on('error', fail).on('close', fail);
  return finish;
}
