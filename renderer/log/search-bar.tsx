import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { strings } from '../strings.ts';
import { type LogMatches, MAX_MATCHES } from './terminal.ts';

interface SearchBarProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly matches: LogMatches;
  find(text: string, where: 'first' | 'next' | 'previous'): void;
}

/** Searches while typing; Enter goes to the previous match (newest first), Shift+Enter to the next, Escape clears. */
export function SearchBar({ field, matches, find }: SearchBarProps) {
  const text = strings.logs;
  const [wanted, setWanted] = useState('');
  const search = (next: string): void => {
    setWanted(next);
    find(next, 'first');
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') find(wanted, event.shiftKey ? 'next' : 'previous');
    else if (event.key === 'Escape') search('');
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the oldest supported Electron does not know <search>.
    <div class="logs-search" role="search">
      <input
        ref={field}
        type="search"
        class="input"
        aria-label={text.searchLabel}
        placeholder={text.search}
        maxLength={200}
        spellcheck={false}
        value={wanted}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <output class="logs-count" aria-live="polite">
        {wanted === '' ? '' : text.matches(matches.at, matches.count, MAX_MATCHES)}
      </output>
      <button
        type="button"
        class="button logs-step"
        aria-label={text.previous}
        title={text.previous}
        disabled={matches.count === 0}
        onClick={() => find(wanted, 'previous')}
      >
        ↑
      </button>
      <button
        type="button"
        class="button logs-step"
        aria-label={text.next}
        title={text.next}
        disabled={matches.count === 0}
        onClick={() => find(wanted, 'next')}
      >
        ↓
      </button>
    </div>
  );
}
