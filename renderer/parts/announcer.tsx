import { useEffect } from 'preact/hooks';
import { stateWords } from '../../electron/shared/state-words.ts';
import { useSnapshot } from '../store.ts';
import { createValue, useValue } from '../value.ts';

const said = createValue('');

/** How long the region is empty before each text, ms: the same text twice would be no change, and not be read out. */
const EMPTY = 50;

/** Announces politely what is otherwise only visible ("Copied"). */
export function announce(text: string): void {
  said.set('');
  setTimeout(() => said.set(text), EMPTY);
}

/** The window's one live region for news of Jenkins itself; views have their own for what they do. */
export function Announcer() {
  const { title } = stateWords(useSnapshot());
  const text = useValue(said);
  useEffect(() => announce(title), [title]);
  return (
    <p class="unseen" role="status" aria-live="polite">
      {text}
    </p>
  );
}
