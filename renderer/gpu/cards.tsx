import { useMemo, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { GpuProcessRow, GpuSample, GpuState, GpuXid } from '../../electron/shared/gpu.ts';
import { type GpuSpan, SPANS } from '../../electron/shared/gpu-history.ts';
import { xidOf } from '../../electron/shared/gpu-xid.ts';
import { FailureBlock } from '../parts/failure.tsx';
import { strings } from '../strings.ts';
import { Card } from './card.tsx';
import { GpuModel } from './model.ts';
import { Processes } from './processes.tsx';
import { processesByCard } from './processes-by-card.ts';
import { SpanChoice } from './span-choice.tsx';
import { OldListing, Stale } from './trouble.tsx';
import { useBoard } from './use-board.ts';
import { useFolds } from './use-folds.ts';
import { useHistory, useProcesses } from './use-history.ts';

/** Bands move in steps of 1/600 of the time axis: smaller steps are not visible. */
const BAND_STEPS = 600;

const NO_XIDS: readonly GpuXid[] = [];

interface CardsProps {
  /** The chart library. */
  readonly Plot: typeof uPlot;
  readonly gpu: GpuState;
  /** The GPUs to show, at least one. */
  readonly gpus: readonly GpuSample[];
}

/** A card per GPU, below a bar with driver, time under the cursor and time range. */
export function Cards({ Plot, gpu, gpus }: CardsProps) {
  const text = strings.gpus;
  const [span, setSpan] = useState<GpuSpan>('10min');
  const [drawn, setDrawn] = useState(0);
  const model = useMemo(() => new GpuModel(), []);
  const { root, time, board, update } = useBoard(Plot, model);
  useHistory(model, span, gpu, () => {
    update();
    setDrawn(model.version);
  });
  const uuids = gpus.map(({ uuid }) => uuid);
  const listing = useProcesses(gpu.kind === 'ok');
  // Of a listing that never worked, it is not known that nothing is there.
  const processes = useMemo(
    () => processesByCard(listing?.at == null ? null : [...listing.rows, ...(listing.graphics ?? [])], gpus),
    [listing, uuids.join()],
  );
  // Not to be listed is not to be idle.
  const knownOn = (uuid: string): readonly GpuProcessRow[] | null => {
    const found = processes.of(uuid);
    return listing?.failure && found?.length === 0 ? null : found;
  };
  const folds = useFolds(uuids);
  const step = SPANS[span].seconds / BAND_STEPS;
  const to = Math.floor(model.newest / step) * step;

  return (
    <div ref={root} class="gpus" data-version={drawn}>
      <div class="gpus-bar">
        <h1>{text.title}</h1>
        {gpu.kind === 'ok' && gpu.driver !== null && <span class="quiet">{text.driver(gpu.driver)}</span>}
        <output ref={time} class="gpus-time" aria-hidden="true" />
        {gpus.length > 1 && (
          <button type="button" class="button" onClick={folds.toggleAll}>
            {folds.allOpen ? text.foldAll : text.unfoldAll}
          </button>
        )}
        <SpanChoice span={span} choose={setSpan} />
      </div>
      {gpu.kind === 'stale' && <Stale since={gpu.since} />}
      {gpu.kind === 'ok' &&
        gpu.warnings.map((failure) => <FailureBlock key={failure.detail} failure={failure} tone="warn" />)}
      {listing !== null && listing.failure !== null && <OldListing at={listing.at} failure={listing.failure} />}
      {gpu.kind === 'ok' && gpu.unsupported.length > 0 && (
        <p class="quiet small">{text.unsupported(gpu.unsupported)}</p>
      )}
      <div class="gpus-cards">
        {gpus.map((one) => (
          <Card
            key={one.uuid}
            gpu={one}
            open={folds.isOpen(one.uuid)}
            stale={gpu.kind === 'stale'}
            board={board}
            span={span}
            bands={model.bands}
            from={to - SPANS[span].seconds}
            to={to}
            processes={knownOn(one.uuid)}
            instances={listing?.instances}
            xid={xidOf(one, listing?.xids ?? NO_XIDS)}
            toggle={folds.toggle}
          />
        ))}
      </div>
      {processes.elsewhere.length > 0 && <Processes rows={processes.elsewhere} title={text.processes.elsewhere} />}
    </div>
  );
}
