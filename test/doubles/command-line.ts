import { Readable } from 'node:stream';
import { vi } from 'vitest';
import { systemClock } from '../../electron/adapters/clock.ts';
import { main } from '../../electron/cli/program.ts';
import type { Machine } from './model-engine/machine.ts';

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  /** The code of the failure that it printed; null: none. */
  readonly failure: string | null;
}

/** Options of commands that go on until Ctrl-C. */
const WATCHES = ['-w', '--watch', '-f', '--follow'];

/**
 * Runs the command line in this process, as typed, on a machine in place of this computer's engine. `input`: its standard
 * input. A command that watches is interrupted, as by Ctrl-C, once it has printed something.
 */
export async function runOn(machine: Machine, words: readonly string[], input = ''): Promise<Ended> {
  let output = '';
  let hasEnded = false;
  const others = new Set(process.listeners('SIGINT'));
  const interrupt = (): void => {
    if (hasEnded) return;
    for (const listener of process.listeners('SIGINT')) if (!others.has(listener)) listener('SIGINT');
  };
  const watches = words.some((it) => WATCHES.includes(it));
  const keep = (text: string | Uint8Array): boolean => {
    output += String(text);
    if (watches) setImmediate(interrupt);
    return true;
  };
  const piped = Object.assign(Readable.from([input]), { fd: 0, isTTY: false });
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep),
    vi.spyOn(process, 'stdin', 'get').mockImplementation(Reflect.get.bind(null, { piped }, 'piped')),
  ];
  try {
    const code = await main(['node', 'jenkins-tray', ...words], async () => {
      const { world, controller } = machine.process();
      // nvidia-smi is a real process, which takes real time.
      return words[0] === 'gpu' ? { controller, world: { ...world, clock: systemClock } } : { controller, world };
    });
    const [, failure = null] = /^✗ [\s\S]*?\(([a-z]+\/[a-z-]+)\)$/m.exec(output) ?? [];
    return { code, output, failure };
  } finally {
    hasEnded = true;
    for (const spy of spies) spy.mockRestore();
  }
}
