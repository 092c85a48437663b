import type { Clock } from '../../core/world/clock.ts';
import type { World } from '../../core/world/world.ts';
import { failureOf } from '../../shared/failure.ts';
import type { EndSpan, Tracer } from './trace-events.ts';

/** The same world, whose calls and waits are recorded: by their names and objects, without what they carry. */
export function tracedWorld<W extends World>(world: W, tracer: Tracer): W {
  return {
    ...world,
    clock: tracedClock(world.clock, tracer),
    // The names of containers and images, and Jenkins' addresses, are in the plan as well.
    engine: traced(world.engine, 'engine', tracer, nameIn),
    jenkins: traced(world.jenkins, 'Jenkins', tracer),
    host: traced(world.host, 'host', tracer),
    intent: traced(world.intent, 'files', tracer),
    lock: traced(world.lock, 'files', tracer),
    secrets: traced(world.secrets, 'files', tracer),
    homes: traced(world.homes, 'files', tracer),
    contexts: traced(world.contexts, 'files', tracer),
  };
}

/** The object that a call to the engine is about: its first word, or the name in what describes it. */
function nameIn(first: unknown): string {
  if (typeof first === 'string') return first;
  if (Array.isArray(first)) return first.filter((it) => typeof it === 'string').join(' ');
  const { name = '', reference = '' } = Object(first);
  return String(name || reference);
}

function traced<T extends object>(
  target: T,
  lane: string,
  tracer: Tracer,
  about: (first: unknown) => string = () => '',
): T {
  return new Proxy(target, {
    get(of, key) {
      const value: unknown = Reflect.get(of, key);
      if (typeof value !== 'function' || typeof key !== 'string') return value;
      return (...given: unknown[]): unknown => {
        const end = tracer.begin(lane, `${key} ${about(given[0])}`.trimEnd());
        return ended(() => Reflect.apply(value, of, given), end);
      };
    },
  });
}

/** Runs a call, and ends its span when it has returned, or its promise was settled. */
function ended(call: () => unknown, end: EndSpan): unknown {
  try {
    const result = call();
    if (!(result instanceof Promise)) {
      end();
      return result;
    }
    return result.then(
      (value: unknown) => {
        end();
        return value;
      },
      (thrown: unknown) => {
        end({ failed: failureOf(thrown).code });
        throw thrown;
      },
    );
  } catch (thrown) {
    end({ failed: failureOf(thrown).code });
    throw thrown;
  }
}

/** Each wait, from its start until it is over or given up. */
const tracedClock = (clock: Clock, tracer: Tracer): Clock => ({
  now: () => clock.now(),
  monotonic: () => clock.monotonic(),
  after(ms, run) {
    const end = tracer.begin('waits', `${Math.round(ms)} ms`);
    const cancel = clock.after(ms, () => {
      end();
      run();
    });
    return () => {
      end({ cancelled: true });
      cancel();
    };
  },
});
