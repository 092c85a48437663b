import { FIELDS } from '../../electron/core/gpu/fields.ts';
import { reduce } from '../../electron/core/gpu/sampling/reduce.ts';
import {
  initialSampling,
  type Sampling,
  type SamplingCommand,
  type SamplingEvent,
} from '../../electron/core/gpu/sampling/state.ts';
import type { GpuHardware } from '../../electron/core/gpu/trouble.ts';

/** A desktop's cards never sleep. */
export const desktop: GpuHardware = { card: true, driver: true, power: ['active'], sleeps: false, battery: false };
export const laptop: GpuHardware = { ...desktop, sleeps: true };

const text = (command: SamplingCommand): string => {
  switch (command.kind) {
    case 'report':
      return command.state.kind === 'ok'
        ? `report ${[
            ...command.state.gpus.map(({ index, lost, recovery }) => `${index}${lost ? ' lost' : ''}${recovery ?? ''}`),
            ...command.state.warnings.map(({ code }) => code),
          ].join(', ')}`
        : `report ${command.state.kind}`;
    case 'start':
      return `start ${command.args.at(-1)}`;
    case 'arm':
      return `arm ${command.timer} ${Math.round(command.ms)}`;
    case 'disarm':
      return `disarm ${command.timer}`;
    default:
      return command.kind;
  }
};

/** A sampling to which events happen; `after` returns the commands that an event leads to. */
export function sampling(hardware: GpuHardware = desktop) {
  let state: Sampling = initialSampling;
  const lab = {
    hardware,
    held: false as boolean | null,
    now: 1_000_000,
    state: () => state,
    after(event: SamplingEvent): readonly string[] {
      const turn = reduce(state, event, {
        now: lab.now,
        monotonic: lab.now,
        hardware: () => lab.hardware,
        memoryHeld: () => lab.held,
      });
      state = turn.state;
      return turn.commands.map(text);
    },
    wanted: (wanted: number | null) => lab.after({ kind: 'wanted', wanted }),
    line: (index: number, load = 50) =>
      lab.after({
        kind: 'line',
        text: FIELDS.map((field) =>
          field === 'uuid' ? `GPU-${index}` : field === 'utilization.gpu' ? load : index,
        ).join(', '),
      }),
    says: (words: string) => lab.after({ kind: 'line', text: words }),
    timer: (timer: 'flush' | 'watchdog' | 'restart') => lab.after({ kind: 'timer', timer }),
    ended: (lastWords = '', missing = false) => lab.after({ kind: 'ended', missing, lastWords }),
    /** A first whole reading of one GPU. */
    reading(load = 50) {
      lab.line(0, load);
      return lab.state().reading.samples.size === 0 ? [] : lab.timer('flush');
    },
  };
  return lab;
}
