import { consent, goesBack } from '../../shared/consents.ts';
import type { Question } from '../../shared/preview.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { PlanInputs } from './inputs.ts';
import { isActive, stop } from './removal.ts';
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
  return [step];
}

/**
 * Steps that replace the home, while our nested engine is stopped: it would go on with the folder that was the home.
 * `starts`: those that start it, which then come afterwards; none: it runs, or there is none.
 */
export function withoutEngine(steps: readonly Step[], starts: readonly Step[], found: Findings): readonly Step[] {
  if (steps.length === 0 || starts.length > 0) return [...steps, ...starts];
  const { settings, names } = found;
  const engine = found.containerNamed(names.nestedEngine);
  if (engine === undefined || !isActive(engine) || !found.isOurs(engine)) return steps;
  const { name } = engine;
  return [
    stop(engine, settings, 'restarted with the home of then', 'running'),
    ...steps,
    { kind: 'start', name, role: 'dind', cause: cause(name, 'stopped', 'running') },
    { kind: 'await-healthy', name, seconds: settings.timeouts.healthy, cause: cause(name, 'starting', 'healthy') },
  ];
}

/** What the user loses by a restore. */
export function restoreQuestions(found: Findings): Question[] {
  const { restore } = found.intent;
  if (restore == null || restore.state === 'done') return [];
  const { snapshot } = restore;
  if (restore.state === 'undoing') return found.intent.consents.some(goesBack) ? [] : [undoQuestion(snapshot, found)];
  return [
    {
      id: consent.restore(snapshot),
      text: `Restore the home ${found.home} from ${snapshot}`,
      detail: `Builds and changes since then are not in it. ${homeOfNow(found)} Jenkins is stopped meanwhile.`,
    },
  ];
}

/** A failed request could not undo its restore; Jenkins may have been started by hand since. */
const undoQuestion = (snapshot: string, { home }: Findings): Question => ({
  id: consent.undoRestore(snapshot),
  text: `Put back the home from before ${snapshot} was restored`,
  detail: `That restore failed, and could not be undone then. If ${home} is the restored home still, it is kept beside it, with all that was done in it since, and is not removed.`,
});

/** What becomes of the home of now, which may be one that only its disk lacks. */
function homeOfNow({ facts: { home }, knownHome }: Findings): string {
  const kept = 'The home of now is kept beside it, and is not removed.';
  if (home.kind === 'missing') return 'There is no home now: if only its disk is not mounted, mount it instead.';
  if (home.marked === false && knownHome !== null)
    return `What is there now is not the home that Jenkins ran on: if only its disk is not mounted, mount it instead. ${kept}`;
  return kept;
}
