import 'uplot/dist/uPlot.min.css';
import './gpus.css';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { GpuProcessRow, GpuSample, GpuSpan, GpuState } from '../../electron/shared/gpu.ts';
import { type ChartBoard, createBoard } from '../gpu/board.ts';
import { Card } from '../gpu/card.tsx';
import { exactClockTime } from '../gpu/clock.ts';
import { SPANS } from '../gpu/model.ts';
import { Processes } from '../gpu/processes.tsx';
import { GpuTrouble, Stale } from '../gpu/trouble.tsx';
import { useHistory, useProcesses } from '../gpu/use-history.ts';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';

/** Up to so many cards are shown whole at first; more begin folded, one line each. */
const UNFOLDED = 4;
/** Bands move in steps of this share of the time axis: less cannot be seen. */
const BAND_STEPS = 600;

export interface GpusProps {
  /** The chart library. */
  readonly Plot: typeof uPlot;
}

/** What the GPUs do, for which build, and over time. */
export function Gpus({ Plot }: GpusProps) {
  const { gpu } = useSnapshot();
  const text = strings.gpus;
  const gpus = shownGpus(gpu);
  if (gpus.length === 0) {
    return (
      <div class="gpus">
        <h1>{text.title}</h1>
        <GpuTrouble gpu={gpu} />
      </div>
    );
  }
  return <Cards Plot={Plot} gpu={gpu} gpus={gpus} />;
}

/** The cards to show: those of the last reading also while there is no new one. */
function shownGpus(gpu: GpuState): readonly GpuSample[] {
  if (gpu.kind === 'ok') return gpu.gpus;
  return gpu.kind === 'stale' ? gpu.last : [];
}

interface CardsProps extends GpusProps {
  readonly gpu: GpuState;
  readonly gpus: readonly GpuSample[];
}

function Cards({ Plot, gpu, gpus }: CardsProps) {
  const text = strings.gpus;
  const root = useRef<HTMLDivElement>(null);
  const time = useRef<HTMLOutputElement>(null);
  const board = useRef<ChartBoard | null>(null);
  const [ready, setReady] = useState<ChartBoard | null>(null);
  const [span, setSpan] = useState<GpuSpan>('10min');
  const [drawn, setDrawn] = useState(0);
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const model = useHistory(span, gpu, () => {
    board.current?.update();
    setDrawn(model.version);
  });
  const processes = useProcesses(gpu.kind === 'ok');
  const perGpu = useMemo(() => byGpu(processes), [processes]);
  // On a split card processes are listed by the part that they run on, which is no card of its own.
  const elsewhere = useMemo(
    () => (processes ?? NONE).filter((row) => !gpus.some(({ uuid }) => uuid === row.uuid)),
    [processes, gpus.map(({ uuid }) => uuid).join()],
  );
  const isOpen = (uuid: string): boolean => folds.get(uuid) ?? gpus.length <= UNFOLDED;
  const allOpen = gpus.every(({ uuid }) => isOpen(uuid));

  useEffect(() => {
    if (root.current === null) return undefined;
    const made = createBoard(Plot, root.current, model, (at) => {
      root.current?.classList.toggle('gpu-pointing', at !== null);
      if (time.current !== null) time.current.textContent = at === null ? '' : exactClockTime(at);
    });
    board.current = made;
    setReady(made);
    return () => {
      board.current = null;
      made.dispose();
    };
  }, [model]);

  const toggle = useMemo(
    () => (uuid: string) =>
      setFolds((before) => new Map(before).set(uuid, !(before.get(uuid) ?? gpus.length <= UNFOLDED))),
    [gpus.length],
  );
  const step = SPANS[span].seconds / BAND_STEPS;
  const to = Math.floor(model.newest / step) * step;
  const from = to - SPANS[span].seconds;

  return (
    <div ref={root} class="gpus" data-version={drawn}>
      <div class="gpus-bar">
        <h1>{text.title}</h1>
        {gpu.kind === 'ok' && gpu.driver !== null && <span class="quiet">{text.driver(gpu.driver)}</span>}
        <output ref={time} class="gpus-time" aria-hidden="true" />
        {gpus.length > 1 && (
          <button
            type="button"
            class="button"
            onClick={() => setFolds(new Map(gpus.map(({ uuid }) => [uuid, !allOpen])))}
          >
            {allOpen ? text.foldAll : text.unfoldAll}
          </button>
        )}
        <Spans span={span} choose={setSpan} />
      </div>
      {gpu.kind === 'stale' && <Stale since={gpu.since} />}
      {gpu.kind === 'ok' && gpu.unsupported.length > 0 && (
        <p class="quiet small">{text.unsupported(gpu.unsupported)}</p>
      )}
      <div class="gpus-cards">
        {gpus.map((one) => (
          <Card
            key={one.uuid}
            gpu={one}
            open={isOpen(one.uuid)}
            stale={gpu.kind === 'stale'}
            board={ready}
            span={span}
            bands={model.bands}
            from={from}
            to={to}
            processes={perGpu === null ? null : (perGpu.get(one.uuid) ?? NONE)}
            toggle={toggle}
          />
        ))}
      </div>
      {elsewhere.length > 0 && <Processes rows={elsewhere} title={text.processes.elsewhere} />}
    </div>
  );
}

const NONE: readonly GpuProcessRow[] = [];

function byGpu(rows: readonly GpuProcessRow[] | null): ReadonlyMap<string, readonly GpuProcessRow[]> | null {
  if (rows === null) return null;
  const map = new Map<string, GpuProcessRow[]>();
  for (const row of rows) map.set(row.uuid, [...(map.get(row.uuid) ?? []), row]);
  return map;
}

interface SpansProps {
  readonly span: GpuSpan;
  choose(span: GpuSpan): void;
}

function Spans({ span, choose }: SpansProps) {
  const all: readonly GpuSpan[] = ['10min', '1h', '24h'];
  return (
    <fieldset class="segments" aria-label={strings.gpus.spansLabel}>
      {all.map((one) => (
        <label key={one} class="segment">
          <input type="radio" name="gpu-span" checked={one === span} onChange={() => choose(one)} />
          <span>{strings.gpus.spans[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
