import type { SignpostFiles } from '../adapters/signpost/claims.ts';
import type { SignpostServer } from '../adapters/signpost/server.ts';
import { type Sign, signsOf } from '../core/desktop/signpost.ts';
import type { Settings } from '../shared/settings.ts';
import type { CoreSession } from './core-session.ts';

/** After how long to try again where another program, or a Jenkins that has just ended, has the port; milliseconds. */
const TRY_AGAIN_MS = 5000;

type Signs = ReadonlyMap<number, Sign>;

/** Listens on the idle mode's port while the app runs, and leads from there to Jenkins. */
export class Signpost {
  readonly #session: CoreSession;
  readonly #files: SignpostFiles;
  readonly #servers = new Map<number, SignpostServer>();
  readonly #unwatch: () => void;
  #settings: Settings | null = null;
  #wanted: ReadonlySet<number> = new Set();
  #again: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #told = '[]';

  constructor(session: CoreSession, files: SignpostFiles) {
    this.#session = session;
    this.#files = files;
    this.#unwatch = files.watch(() => this.#look());
    session.subscribe(() => this.#follow());
  }

  /** Follows the settings. */
  apply(settings: Settings): void {
    const moved = this.#settings !== null && this.#settings.address !== settings.address;
    this.#settings = settings;
    if (moved) this.#move(new Map());
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
    if (this.#settings !== null) this.#move(this.#here() ? this.#signs(this.#settings) : new Map());
  }

  #signs(settings: Settings): Signs {
    return signsOf(this.#session.snapshot(), settings, this.#wanted);
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
    this.#told = told;
    this.#work = this.#work.then(() => this.#carryOut(signs)).catch(() => undefined);
  }

  async #carryOut(signs: Signs): Promise<void> {
    for (const [port, server] of [...this.#servers]) {
      if (signs.has(port)) continue;
      this.#servers.delete(port);
      await server.close();
    }
    // Before it listens: whoever finds the port taken must know by whom.
    await this.#files.hold([...signs.keys()]).catch(() => undefined);
    for (const [port, sign] of signs) await this.#put(port, sign);
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
      this.#servers.set(port, await serveSignpost(this.#settings?.address ?? '', port, sign));
    } catch {
      this.#later(TRY_AGAIN_MS);
    }
  }
}
