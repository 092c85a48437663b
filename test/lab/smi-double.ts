import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { descendants } from './app.ts';
import { LAB, ROOT } from './paths.ts';

/** A fake nvidia-smi on a PATH; its scenario can be changed while it runs. */
export interface SmiDouble {
  /** Environment for programs that should find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Applies from the next start of nvidia-smi. */
  play(scenario: string): void;
  /** The processes that it lists, in lines of `index pid memory-in-MiB name`. */
  list(processes: readonly string[]): void;
  close(): void;
}

export function smiDouble(name: string, scenario: string): SmiDouble {
  const folder = join(LAB, 'smi', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  symlinkSync(join(ROOT, 'test', 'lab', 'nvidia-smi'), join(folder, 'bin', 'nvidia-smi'));
  const write = (file: string, text: string): string => {
    const path = join(folder, file);
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
    return path;
  };
  return {
    env: {
      PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
      NVIDIA_SMI_FILE: write('scenario', scenario),
      NVIDIA_SMI_PROCESSES: write('processes', ''),
    },
    play: (next) => write('scenario', next),
    list: (processes) => write('processes', processes.map((line) => `${line}\n`).join('')),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Ends a program's running nvidia-smi, so that the next one plays the new scenario. */
export function endSmi(pid: number): void {
  for (const child of descendants(pid)) if (isSmi(child)) process.kill(child, 'SIGKILL');
}

function isSmi(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--query-gpu=');
  } catch {
    return false; // it has ended in the meantime
  }
}
