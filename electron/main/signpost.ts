import type { SignpostFiles } from '../adapters/signpost/claims.ts';
import type { SignpostServer } from '../adapters/signpost/server.ts';
import { type Sign, signAddressOf, signOf, signsOf } from '../core/desktop/signpost.ts';
import type { Settings } from '../shared/settings.ts';
import type { CoreSession } from './core-session.ts';

/**
 * After how long to try again where another program, or a Jenkins that has just ended, has the port, at first and at most;
 * milliseconds. Where the port is another program's for good, an idle app should not wake for it.
 */
const TRY_AGAIN_MS = { first: 5000, most: 60_000 };

/** What it needs of the session. */
type Seen = Pick<CoreSession, 'snapshot' | 'subscribe'> & {
  readonly core: { readonly world: { readonly endpoint: Pick<CoreSession['core']['world']['endpoint'], 'socket'> } };
};
type Signs = ReadonlyMap<number, Sign>;

/** Listens on the idle mode's port while the app runs, and leads from there to Jenkins. */
export class Signpost {
  readonly #session: Seen;
  readonly #files: SignpostFiles;
  readonly #servers = new Map<number, SignpostServer>();
  readonly #unwatch: () => void;
  #settings: Settings | null = null;
  /** Where it listens; null: nowhere yet. */
  #address: string | null = null;
  #wanted: ReadonlySet<number> = new Set();
  /** What a Jenkins that still starts was given; its container may end and be started again meanwhile. */
  #given: ReadonlySet<number> = new Set();
  #again: NodeJS.Timeout | undefined;
  #patience = TRY_AGAIN_MS.first;
  #work: Promise<void> = Promise.resolve();
  #told = '';

  constructor(session: Seen, files: SignpostFiles) {
    this.#session = session;
    this.#files = files;
    this.#unwatch = files.watch(() => this.#look());
    session.subscribe(() => this.#follow());
  }

  /** Follows the settings. */
  apply(settings: Settings): void {
    this.#settings = settings;
    this.#look();
  }

  /** Leaves all ports. */
  async close(): Promise<void> {
    this.#unwatch();
    this.#settings = null;
    clearTimeout(this.#again);
    this.#move(new Map());
    await this.#work;
  }

  /** Looks at what a starting Jenkins wants, now and when that wish is over. */
  #look(): void {
    const { ports, left } = this.#files.wanted();
    this.#wanted = new Set(ports);
    if (left > 0) this.#later(left);
    this.#follow();
  }

  #later(ms: number): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      this.#told = '';
      this.#look();
    }, ms);
  }

  #follow(): void {
    if (this.#settings === null) return;
    const address = signAddressOf(this.#session.snapshot(), this.#settings);
    if (this.#address !== null && this.#address !== address) this.#move(new Map());
    this.#address = address;
    this.#move(this.#here() ? this.#signs(this.#settings) : new Map());
  }

  #signs(settings: Settings): Signs {
    const snapshot = this.#session.snapshot();
    const kept = signOf(snapshot)?.kind === 'starting' ? this.#given : [];
    this.#given = new Set([...kept, ...this.#wanted]);
    return signsOf(snapshot, settings, this.#given);
  }

  /** Whether the engine publishes ports on this computer. */
  #here(): boolean {
    try {
      return this.#session.core.world.endpoint.socket !== null;
    } catch {
      return false; // There is no engine.
    }
  }

  /** An image build tells hundreds of states a second: only other signs are work. */
  #move(signs: Signs): void {
    const told = JSON.stringify([...signs]);
    if (told === this.#told) return;
    if (this.#told !== '') this.#patience = TRY_AGAIN_MS.first;
    this.#told = told;
    this.#work = this.#work.then(() => this.#carryOut(signs)).catch(() => undefined);
  }

  async #carryOut(signs: Signs): Promise<void> {
    for (const [port, server] of [...this.#servers]) {
      if (signs.has(port)) continue;
      this.#servers.delete(port);
      await server.close();
    }
    try {
      // Before it listens: whoever finds the port taken must know by whom. It throws on a full disk, and nobody listens then.
      await this.#files.hold([...signs.keys()]);
      for (const [port, sign] of signs) await this.#put(port, sign);
    } catch {
      this.#tryAgain();
    }
  }

  #tryAgain(): void {
    if (this.#settings === null) return;
    this.#later(this.#patience);
    this.#patience = Math.min(this.#patience * 2, TRY_AGAIN_MS.most);
  }

  async #put(port: number, sign: Sign): Promise<void> {
    const server = this.#servers.get(port);
    if (server !== undefined) {
      server.sign = sign;
      return;
    }
    try {
      // Loaded only where it is used: it delays the icon.
      const { serveSignpost } = await import('../adapters/signpost/server.ts');
      if (this.#settings === null || this.#address === null) return; // It closes.
      const begun = await serveSignpost(this.#address, port, sign);
      // Asked for since the last look, while it was still taken.
      if (this.#files.wanted().ports.includes(port)) await begun.close();
      else this.#servers.set(port, begun);
    } catch {
      this.#tryAgain();
    }
  }
}
