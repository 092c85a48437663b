import { assertNever } from '../../shared/failure.ts';
import type { GpuState } from '../../shared/gpu.ts';
import type { Clock } from '../world/clock.ts';
import { reduce } from './sampling/reduce.ts';
import { initialSampling, type SamplingCommand, type SamplingEvent, type SamplingTimer } from './sampling/state.ts';
import type { NvidiaSmi, SmiChild } from './smi.ts';
import type { GpuHardware } from './trouble.ts';

export interface Sampler {
  /** Requests readings every `interval` milliseconds; null: none. */
  every(interval: number | null): void;
  /**
   * The actual interval between readings in milliseconds, which is longer on battery; null: none. While a reading is
   * reported, the interval at which it was taken.
   */
  pace(): number | null;
  close(): void;
}

export interface SamplerWorld {
  readonly smi: NvidiaSmi;
  readonly clock: Clock;
  hardware(): GpuHardware;
  /** Whether a process is known to hold memory of a GPU; null: unknown, which keeps the readings coming. */
  memoryHeld?(): boolean | null;
  /** Called with each new state. */
  state(state: GpuState): void;
}

/** Keeps one nvidia-smi running, which prints a reading per interval. Never two at once, never a blocking call. */
export function createSampler(world: SamplerWorld): Sampler {
  const { smi, clock } = world;
  const timers = new Map<SamplingTimer, () => void>();
  const queue: SamplingEvent[] = [];
  let working = false;
  let sampling = initialSampling;
  let child: SmiChild | null = null;

  /** Events that arrive while another is handled, such as the end of a child that was just killed, are queued. */
  const dispatch = (event: SamplingEvent): void => {
    queue.push(event);
    if (working) return;
    working = true;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { state, commands } = reduce(sampling, next, {
          now: clock.now(),
          monotonic: clock.monotonic(),
          hardware: world.hardware,
          memoryHeld: world.memoryHeld ?? (() => false),
        });
        commands.forEach(carryOut);
        sampling = state;
      }
    } finally {
      working = false;
    }
  };

  const carryOut = (command: SamplingCommand): void => {
    switch (command.kind) {
      case 'report':
        world.state(command.state);
        return;
      case 'start':
        child = smi.start(command.args, {
          line: (text) => dispatch({ kind: 'line', text }),
          end: (missing, lastWords) => {
            child = null;
            dispatch({ kind: 'ended', missing, lastWords });
          },
        });
        return;
      case 'kill':
        child?.kill();
        return;
      case 'arm': {
        const { timer } = command;
        timers.get(timer)?.();
        timers.set(
          timer,
          clock.after(command.ms, () => dispatch({ kind: 'timer', timer })),
        );
        return;
      }
      case 'disarm':
        timers.get(command.timer)?.();
        timers.delete(command.timer);
        return;
      default:
        assertNever(command);
    }
  };

  return {
    every: (interval) => dispatch({ kind: 'wanted', wanted: interval }),
    pace: () => sampling.interval,
    close: () => dispatch({ kind: 'close' }),
  };
}
