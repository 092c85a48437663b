import { startedProgram } from '../core/desktop/started-program.ts';
import { FailureError } from '../shared/failure.ts';
import { noSandbox } from '../shared/failures/desktop.ts';

interface Started {
  readonly execPath: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether Chromium was started with `--no-sandbox`. */
  readonly withoutSandbox: boolean;
  /** The user's id; undefined on Windows. */
  readonly uid: number | undefined;
}

/**
 * An AppImage's own start script turns the sandbox off where users get no namespaces, as on Ubuntu 24.04, so it throws
 * `desktop/no-sandbox` there. Root never has a sandbox.
 */
export function requireSandbox({ execPath, env, withoutSandbox, uid }: Started): void {
  const program = startedProgram(execPath, env);
  if (withoutSandbox && uid !== 0 && program !== execPath) throw new FailureError(noSandbox(program));
}
