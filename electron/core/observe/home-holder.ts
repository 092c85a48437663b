import type { ContainerFact } from '../world/engine.ts';
import { sleep } from '../world/sleep.ts';
import type { World } from '../world/world.ts';

/** Who else has a home, by the heartbeat that the container of its Jenkins writes (`keep-home` in the image). */
export interface HomeHolder {
  /** The whole line. */
  readonly line: string;
  readonly host: string;
  readonly instance: string;
  /** Since when it has it, and when it was last heard of: seconds since 1970 by its own clock. */
  readonly since: number;
  readonly last: number;
  /** Whether it was heard of while it was looked at. */
  readonly beats: boolean;
  /** Whether it is of this computer: of a container that was killed and removed, if it is silent. */
  readonly isOwn: boolean;
}

/** The image beats every 10 s, ms; a share may show it late. */
const WATCH_OTHER_MS = 25_000;
const WATCH_OWN_MS = 12_000;
const LOOK_MS = 1000;

const PATTERN = /^v1 (\S+) (\S+) (\S+) (\S+) (\d{1,12}) (\d{1,12})$/;

/**
 * Who else has the home; null: nobody, or a container of this engine, which its own state tells. Clocks are not compared:
 * whether the line changes tells whether that Jenkins lives, even if it calls itself this computer, as a copy of it does.
 * `agreed`: the line whose holder the user said is dead, so it is not watched again.
 */
export async function observeHolder(
  world: World,
  known: readonly ContainerFact[],
  agreed: string | null,
  signal: AbortSignal,
): Promise<HomeHolder | null> {
  const line = await world.host.heartbeat(world.home);
  const words = PATTERN.exec(line ?? '');
  if (line === null || words === null) return null;
  const [, container = '', computer, host = '', instance = '', since, last] = words;
  if (known.some(({ id }) => id.startsWith(container))) return null;
  const isOwn = computer === world.host.computer().id;
  const holder = { line, host, instance, since: Number(since), last: Number(last), isOwn };
  if (line === agreed) return { ...holder, beats: false };
  const beats = await changes(line, isOwn ? WATCH_OWN_MS : WATCH_OTHER_MS, world, signal);
  return beats === 'gone' ? null : { ...holder, beats };
}

async function changes(
  line: string,
  ms: number,
  { clock, host, home }: World,
  signal: AbortSignal,
): Promise<boolean | 'gone'> {
  for (let waited = 0; waited < ms; waited += LOOK_MS) {
    await sleep(clock, LOOK_MS, signal);
    const now = await host.heartbeat(home);
    if (now === null) return 'gone';
    if (now !== line) return true;
  }
  return false;
}
