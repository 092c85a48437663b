import { useId } from 'preact/hooks';
import type { Json } from '../../electron/shared/settings-path.ts';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';

export interface GpuChoiceProps {
  readonly value: Json;
  readonly set: (value: Json) => void;
}

const uuidsOf = (value: Json): readonly string[] =>
  Array.isArray(value) ? value.filter((uuid): uuid is string => typeof uuid === 'string') : [];

/** All GPUs, or a selection of those found; UUIDs as text if none is found. */
export function GpuChoice({ value, set }: GpuChoiceProps) {
  const s = strings.settings.gpus;
  const name = useId();
  const { gpu } = useSnapshot();
  const there = gpu.kind === 'ok' ? gpu.gpus : gpu.kind === 'stale' ? gpu.last : [];
  const chosen = uuidsOf(value);
  const all = value === 'all';
  return (
    <div class="stack gpu-choice">
      <div class="row">
        <label class="row">
          <input type="radio" name={name} checked={all} onChange={() => set('all')} />
          {s.all}
        </label>
        <label class="row">
          <input type="radio" name={name} checked={!all} onChange={() => set(there.map(({ uuid }) => uuid))} />
          {s.chosen}
        </label>
      </div>
      {all ? null : there.length === 0 ? (
        <label class="stack">
          <span class="quiet small">{s.none}</span>
          <textarea
            class="input mono"
            rows={2}
            spellcheck={false}
            value={chosen.join('\n')}
            onInput={({ currentTarget }) => set(currentTarget.value.split('\n').filter((line) => line !== ''))}
          />
        </label>
      ) : (
        there.map(({ uuid, index, name: model }) => (
          <label key={uuid} class="row">
            <input
              type="checkbox"
              checked={chosen.includes(uuid)}
              onChange={({ currentTarget }) =>
                set(currentTarget.checked ? [...chosen, uuid] : chosen.filter((one) => one !== uuid))
              }
            />
            {index}: {model}
          </label>
        ))
      )}
    </div>
  );
}
