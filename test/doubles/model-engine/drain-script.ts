import type { ExecResult } from '../../../electron/core/world/engine.ts';
import { ok, type Result } from '../../../electron/shared/failure.ts';
import type { Build } from '../../../electron/shared/snapshot.ts';
import { runningBuild } from '../situation.ts';

/** A build that runs in a Jenkins with the image's script. */
export interface ScriptedBuild {
  readonly job: string;
  readonly number: number;
  /** When it ends by itself, ms of the model's clock; never: Infinity. */
  readonly endsAt: number;
  readonly pipeline?: boolean;
}

/** As in the script. */
const LEASE_MS = 60_000;

/** Stands for the script of the image (drain.groovy): the same files, told by the same commands. */
export class DrainScript {
  builds: readonly ScriptedBuild[] = [];
  draining = false;
  quiet = false;
  #leasedAt = 0;
  /** The lines of each request to abort. */
  readonly aborted: string[] = [];

  /** Whether new builds may start: a drain whose process has ended is none after a minute. */
  letsBuild(now: number): boolean {
    return !this.draining || now - this.#leasedAt >= LEASE_MS;
  }

  /** Nothing of a drain holds for the next start of a container. */
  restarted(): void {
    this.draining = false;
    this.quiet = false;
  }

  /** As Jenkins tells them by REST. */
  told(now: number): Result<readonly Build[]> {
    const running = this.builds.filter(({ endsAt }) => endsAt > now);
    return ok(running.map(({ job, number }) => ({ ...runningBuild, job, number, url: `/${pathOf({ job, number })}` })));
  }

  execute(command: readonly string[], now: number): ExecResult | null {
    const [, , script = '', , ...words] = command;
    if (!script.includes('builds.json') && !script.includes('rm -f drain')) return null;
    if (script.includes('rm -f drain')) {
      this.draining = false;
      this.quiet = false;
      return { exitCode: 0, stdout: '', stderr: '' };
    }
    if (script.includes(': > drain')) {
      this.draining = true;
      this.#leasedAt = now;
    }
    if (script.includes('abort.part')) this.#abort(words.slice(2));
    const running = this.builds.filter(({ endsAt }) => endsAt > now);
    if (script.includes('abort.part') || (this.draining && running.length === 0)) this.quiet = true;
    return { exitCode: 0, stdout: JSON.stringify(this.#told(running)), stderr: '' };
  }

  #abort(lines: readonly string[]): void {
    this.aborted.push(...lines);
    this.builds = this.builds.filter((build) => !lines.some((line) => line.endsWith(pathOf(build))));
  }

  #told(running: readonly ScriptedBuild[]) {
    const builds = running.map(({ job, number, pipeline = false }) => ({
      ...{ job, number, pipeline, url: pathOf({ job, number }), startedAt: 0, estimated: 600_000 },
    }));
    return { version: 1, draining: this.draining, quiet: this.quiet, running: running.length, builds };
  }
}

const pathOf = ({ job, number }: Pick<ScriptedBuild, 'job' | 'number'>): string => `job/${job}/${number}/`;
