import type { ExecResult, OneShot } from '../../../electron/core/world/engine.ts';
import type { ModelCaller } from './caller.ts';
import type { ModelEngine } from './engine.ts';
import { runScript, scriptOf } from './script.ts';

/** What a one-shot container's command does, and how long it takes, ms. */
export type OneShotProgram = (run: OneShot) => ExecResult & { readonly ms?: number };

/** Creates, starts, waits and removes, as the adapter does; an abort ends only the run. */
export async function modelOneShot(
  engine: ModelEngine,
  caller: ModelCaller,
  program: OneShotProgram = ({ command }) => runScript(scriptOf(command)),
  run: OneShot,
  signal: AbortSignal,
): Promise<ExecResult> {
  const doing = 'run a one-shot container';
  const neverAborted = new AbortController().signal;
  const { name, image, command, labels } = run;
  const mounts = run.binds.map(({ source, target, readOnly }) => ({
    type: source.startsWith('/') ? ('bind' as const) : ('volume' as const),
    ...{ source, target, readOnly },
  }));
  signal.throwIfAborted();
  const { id } = await caller.act(`create ${name}`, doing, neverAborted, () =>
    engine.create({ name, image, command, labels, mounts, network: 'none' }, true),
  );
  try {
    const result = await caller.act(`run ${name}`, doing, signal, () => {
      engine.start(id);
      return program(run);
    });
    await caller.wait(result.ms ?? 0, signal);
    const { exitCode, stdout, stderr } = result;
    return { exitCode, stdout, stderr };
  } finally {
    await caller.act(`remove ${name}`, 'remove a one-shot container', neverAborted, () =>
      engine.remove(id, { force: true }),
    );
  }
}
