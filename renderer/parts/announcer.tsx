import { useEffect } from 'preact/hooks';
import { jobNews } from '../../electron/shared/home-job.ts';
import { stateWords } from '../../electron/shared/state-words.ts';
import { useSnapshot } from '../store.ts';
import { createValue, useValue } from '../value.ts';

const announced = createValue('');

/** How long the region is empty before each text: otherwise the same text twice would not be announced again. */
const EMPTY_MS = 50;

/** Announces a text to screen readers that is otherwise only visible ("Copied"). */
export function announce(text: string): void {
  announced.set('');
  setTimeout(() => announced.set(text), EMPTY_MS);
}

/** The window's live region for the state of Jenkins and for `announce`; views have their own live regions. */
export function Announcer() {
  const snapshot = useSnapshot();
  const { title } = stateWords(snapshot);
  const job = jobNews(snapshot.job);
  const text = useValue(announced);
  useEffect(() => announce(title), [title]);
  useEffect(() => {
    if (job !== '') announce(job);
  }, [job]);
  return (
    <p class="unseen" role="status" aria-live="polite">
      {text}
    </p>
  );
}
