import { useLastRun } from '../store.ts';
import { strings } from '../strings.ts';
import { Steps } from './steps.tsx';

/** The steps of the last run that ended while this window was open. */
export function LastRun() {
  const run = useLastRun();
  if (run === null || run.steps.length === 0) return null;
  return (
    <details class="fold last-run">
      <summary>{strings.now.lastRun}</summary>
      <Steps activity={run} now={null} output={[]} />
    </details>
  );
}
