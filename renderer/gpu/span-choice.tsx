import { GPU_SPANS, type GpuSpan } from '../../electron/shared/gpu-history.ts';
import { strings } from '../strings.ts';

interface SpanChoiceProps {
  readonly span: GpuSpan;
  choose(span: GpuSpan): void;
}

/** Chooses the time range of all charts. */
export function SpanChoice({ span, choose }: SpanChoiceProps) {
  return (
    <fieldset class="segments" aria-label={strings.gpus.spansLabel}>
      {GPU_SPANS.map((one) => (
        <label key={one} class="segment">
          <input type="radio" name="gpu-span" checked={one === span} onChange={() => choose(one)} />
          <span>{strings.gpus.spans[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
