import { internAtom, selectionOwner, watchWindow, type X11Packet } from './x11-message.ts';

export interface SelectionWorld {
  send(bytes: Buffer): void;
  /** Called with each look: whether somebody owns the selection. */
  told(isOwned: boolean): void;
}

/** Follows who owns the tray's selection of a screen, on a connection that is open. */
export class SelectionWatch {
  readonly #world: SelectionWorld;
  readonly #settleMs: number;
  #sent = 0;
  readonly #waiting = new Map<number, (value: number) => void>();
  #selection = 0;
  #manager = 0;
  /** The owner whose end is told; 0: nobody owns it. */
  #watched = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(settleMs: number, world: SelectionWorld) {
    this.#settleMs = settleMs;
    this.#world = world;
  }

  /** Watches before it looks, so that nothing is missed in between. */
  begin(root: number, screen: number): void {
    this.#send(watchWindow(root));
    this.#send(internAtom('MANAGER'), (atom) => {
      this.#manager = atom;
    });
    this.#send(internAtom(`_NET_SYSTEM_TRAY_S${screen}`), (atom) => {
      this.#selection = atom;
      this.#look();
    });
  }

  read(packet: X11Packet): void {
    if (packet.kind === 'reply') {
      const take = this.#waiting.get(packet.sequence);
      this.#waiting.delete(packet.sequence);
      take?.(packet.value);
    } else if (packet.kind === 'destroyed') {
      if (packet.window === this.#watched) this.#look();
    } else if (packet.kind === 'message') {
      // A time, then the selection that has a new owner.
      if (packet.type === this.#manager && packet.values[1] === this.#selection) this.#lookSoon();
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  /** An owner may end before its end is watched: only the second look at the same one counts. */
  #look(isSecond = false): void {
    this.#send(selectionOwner(this.#selection), (owner) => {
      const isNew = owner !== this.#watched;
      this.#watched = owner;
      if (owner === 0 || !isNew) return this.#world.told(owner !== 0);
      this.#send(watchWindow(owner));
      if (isSecond) this.#lookSoon();
      else this.#look(true);
    });
  }

  #lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#look();
    }, this.#settleMs);
  }

  /** Requests are counted by both sides, in 16 bits. */
  #send(bytes: Buffer, take?: (value: number) => void): void {
    this.#sent = (this.#sent + 1) & 0xffff;
    if (take !== undefined) this.#waiting.set(this.#sent, take);
    this.#world.send(bytes);
  }
}
