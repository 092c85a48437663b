import { useEffect } from 'preact/hooks';
import { stateWords } from '../state-words.ts';
import { useSnapshot } from '../store.ts';
import { createValue, useValue } from '../value.ts';

const said = createValue('');

/** Says something that was only seen otherwise ("Copied"), politely. */
export const announce = (text: string): void => said.set(text);

/** The window's one live region for news of Jenkins itself; pages have their own for what they do. */
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
