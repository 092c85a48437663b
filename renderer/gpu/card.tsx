import { buildName } from '../../electron/shared/build-name.ts';
import { formatAge } from '../../electron/shared/format.ts';
import type { GpuInstance, GpuProcessRow, GpuSample, GpuXid } from '../../electron/shared/gpu.ts';
import { gpuFields, gpuName } from '../../electron/shared/gpu-fields.ts';
import { GPU_SERIES, type GpuBand, type GpuSpan } from '../../electron/shared/gpu-history.ts';
import { xidWords } from '../../electron/shared/gpu-xid.ts';
import { strings } from '../strings.ts';
import { Bands } from './bands-view.tsx';
import type { ChartBoard } from './board.ts';
import { Instances } from './instances.tsx';
import { memo } from './memo.ts';
import { Processes } from './processes.tsx';
import { memoryShare, readingsOf, shown } from './readings.ts';
import { Strip } from './strip.tsx';

interface CardProps {
  readonly gpu: GpuSample;
  readonly open: boolean;
  readonly stale: boolean;
  readonly board: ChartBoard | null;
  readonly span: GpuSpan;
  readonly bands: readonly GpuBand[];
  readonly from: number;
  readonly to: number;
  readonly processes: readonly GpuProcessRow[] | null;
  /** Of all GPUs; undefined until known. */
  readonly instances: readonly GpuInstance[] | undefined;
  /** The newest fault in the kernel's log. */
  readonly xid: GpuXid | null;
  toggle(uuid: string): void;
}

/** A GPU: a title line, and below it, unless collapsed, readings, charts and processes. */
export const Card = memo(function Card(props: CardProps) {
  const { gpu, open, stale, toggle } = props;
  const text = strings.gpus;
  const title = `gpu-${gpu.uuid}`;
  return (
    <article class={`gpu-card ${stale ? 'gpu-stale' : ''}`} aria-labelledby={title}>
      <header class="gpu-head">
        <h2 id={title}>
          <button
            type="button"
            class="gpu-fold"
            aria-expanded={open}
            aria-controls={`${title}-more`}
            onClick={() => toggle(gpu.uuid)}
          >
            <span class="gpu-index">{text.gpu(gpu.index)}</span>
            <span class="gpu-name">{gpuName(gpu)}</span>
          </button>
        </h2>
        {!open && <Summary gpu={gpu} processes={props.processes} />}
      </header>
      {gpu.lost && <p class="gpu-note">{text.lost}</p>}
      {gpu.recovery !== null && <p class="gpu-note">{text.recovery(gpu.recovery, gpu.index)}</p>}
      {props.xid !== null && (
        <p class="gpu-note" title={props.xid.message}>
          {text.xid(xidWords(props.xid.code), formatAge(props.xid.at, Date.now()))}
        </p>
      )}
      {gpu.mig && <p class="gpu-note">{text.mig}</p>}
      <div id={`${title}-more`} class="gpu-more" hidden={!open}>
        {open && <More {...props} />}
      </div>
    </article>
  );
});

/** The most important readings of a collapsed card, aligned across cards. */
function Summary({ gpu, processes }: Pick<CardProps, 'gpu' | 'processes'>) {
  const { utilisation, memory, temperature, power } = gpuFields;
  const builds = [...new Set(processes?.flatMap(({ build }) => (build === null ? [] : [buildName(build)])))].join(', ');
  return (
    <>
      <span class="gpu-using" title={builds}>
        {builds}
      </span>
      <Meter series="utilization" share={gpu.utilizationGpu === null ? null : gpu.utilizationGpu / 100}>
        {shown(utilisation, gpu)}
      </Meter>
      <Meter series="memory" share={memoryShare(gpu)}>
        {shown(memory, gpu)}
      </Meter>
      <span class="gpu-figure" title={temperature.label}>
        {shown(temperature, gpu)}
      </span>
      <span class="gpu-figure gpu-power" title={power.label}>
        {shown(power, gpu)}
      </span>
    </>
  );
}

function More({ gpu, board, span, bands, from, to, processes, instances }: CardProps) {
  return (
    <>
      <dl class="gpu-readings">
        {readingsOf(gpu).map(({ label, value, title, warns }) => (
          <div key={label}>
            <dt title={title}>{label}</dt>
            <dd class={warns ? 'gpu-warns' : ''}>{value}</dd>
          </div>
        ))}
      </dl>
      {gpu.mig && instances !== undefined && <Instances all={instances} uuid={gpu.uuid} />}
      {board !== null && (
        <div class="gpu-charts">
          {GPU_SERIES.map((series, at) => (
            <Strip
              key={series}
              board={board}
              uuid={gpu.uuid}
              index={gpu.index}
              series={series}
              span={span}
              timeAxis={at === GPU_SERIES.length - 1}
            />
          ))}
          <Bands bands={bands} uuid={gpu.uuid} from={from} to={to} />
        </div>
      )}
      {/* Processes of a split GPU are listed by instance, and a lost GPU has none. */}
      {!((gpu.mig || gpu.lost) && processes?.length === 0) && (
        <Processes rows={processes} title={strings.gpus.processes.title(gpu.index)} />
      )}
    </>
  );
}

interface MeterProps {
  readonly series: 'utilization' | 'memory';
  readonly share: number | null;
  readonly children: string;
}

/** A value with a bar behind it; no bar if the share is unknown. */
function Meter({ series, share, children }: MeterProps) {
  return (
    <span class={`gpu-meter gpu-meter-${series}`} title={strings.gpus.series[series]}>
      {share !== null && <span class="gpu-bar" style={{ transform: `scaleX(${Math.min(1, share).toFixed(3)})` }} />}
      <span class="gpu-meter-text">{children}</span>
    </span>
  );
}
