import { consent } from '../../shared/consents.ts';
import { hasNestedEngine } from '../../shared/mode.ts';
import type { Question } from '../../shared/preview.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { PlanInputs } from './inputs.ts';
import { stop } from './removal.ts';
import type { Step } from './steps.ts';

/** Whether the request still has the home to replace by a snapshot, or by what that has replaced. */
export const replacesByRequest = ({ intent }: Pick<PlanInputs, 'intent'>): boolean =>
  intent.restore != null && intent.restore.state !== 'done';

/** Replaces the home as the request asks, while no Jenkins runs on it. */
export function restoreSteps(found: Findings): Step[] {
  const { restore } = found.intent;
  if (restore == null || !replacesByRequest(found)) return [];
  const isUndone = restore.state === 'undoing';
  const why = isUndone
    ? cause(`home ${found.home}`, 'maybe of the snapshot', 'as before the restore')
    : cause(`home ${found.home}`, 'as it is now', 'as in the snapshot');
  const step: Step = {
    ...{ kind: 'restore-snapshot', home: found.home, snapshot: restore.snapshot },
    ...{ isUndone, cause: why },
  };
  return withoutEngine(step, found);
}

/** A step that replaces the home, while our nested engine is stopped: it would go on with the folder that was the home. */
export function withoutEngine(step: Step, found: Findings): Step[] {
  const { settings, intent, names } = found;
  const engine = found.containerNamed(names.nestedEngine);
  // After a crash between its stop and its start, the plan has started it by now.
  const runs = engine?.state === 'running' || hasNestedEngine(intent.mode);
  // On the way to `off` it is removed before that.
  if (engine === undefined || !runs || !found.isOurs(engine) || intent.mode === 'off') return [step];
  const { name } = engine;
  return [
    stop(engine, settings, 'restarted with the home of then', 'running'),
    step,
    { kind: 'start', name, role: 'dind', cause: cause(name, 'stopped', 'running') },
    { kind: 'await-healthy', name, seconds: settings.timeouts.healthy, cause: cause(name, 'starting', 'healthy') },
  ];
}

/** What the user loses by a restore. */
export function restoreQuestions({ intent: { restore }, home }: Findings): Question[] {
  if (restore == null || restore.state === 'done' || restore.state === 'undoing') return [];
  const { snapshot } = restore;
  return [
    {
      id: consent.restore(snapshot),
      text: `Restore the home ${home} from ${snapshot}`,
      detail:
        'Builds and changes since then are not in it. The home of now is kept beside it, and is not removed. Jenkins is stopped meanwhile.',
    },
  ];
}
