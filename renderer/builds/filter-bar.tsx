import type { Build } from '../../electron/shared/snapshot.ts';
import { strings } from '../strings.ts';
import type { BuildFilter } from './filter.ts';

const RESULTS: readonly Build['result'][] = ['running', 'success', 'unstable', 'failure', 'aborted', 'not-built'];

interface FilterBarProps {
  readonly filter: BuildFilter;
  set(filter: BuildFilter): void;
}

/** Chooses which builds are shown, by result and job. */
export function FilterBar({ filter, set }: FilterBarProps) {
  const { filters: text, results } = strings.builds;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the oldest supported Electron does not know <search>.
    <div class="builds-filter" role="search">
      <input
        type="search"
        class="input"
        aria-label={text.job}
        placeholder={text.job}
        maxLength={200}
        spellcheck={false}
        value={filter.job}
        onInput={({ currentTarget }) => set({ ...filter, job: currentTarget.value })}
      />
      <select
        class="input"
        aria-label={text.result}
        value={filter.result ?? ''}
        onChange={({ currentTarget }) =>
          set({ ...filter, result: RESULTS.find((one) => one === currentTarget.value) ?? null })
        }
      >
        <option value="">{text.every}</option>
        {RESULTS.map((one) => (
          <option key={one} value={one}>
            {results[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
