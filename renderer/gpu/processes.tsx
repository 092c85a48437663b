import { buildName } from '../../electron/shared/build-name.ts';
import { formatBytes, formatDuration, formatPercent } from '../../electron/shared/format.ts';
import type { GpuBuild, GpuProcessRow } from '../../electron/shared/gpu.ts';
import { BuildName } from '../parts/build-name.tsx';
import { runAction } from '../run-action.ts';
import { strings } from '../strings.ts';
import { memo } from './memo.ts';
import { UNKNOWN } from './readings.ts';

interface ProcessesProps {
  /** Null until known. */
  readonly rows: readonly GpuProcessRow[] | null;
  /** Label for screen readers. */
  readonly title: string;
}

/** The processes on a GPU, with their builds if known. */
export const Processes = memo(function Processes({ rows, title }: ProcessesProps) {
  const text = strings.gpus.processes;
  if (rows === null) return null;
  const none = rows.every(({ graphics }) => graphics === true);
  return (
    <>
      {none && <p class="gpu-idle">{text.none}</p>}
      {rows.length > 0 && (
        // Scrolls by itself, so that a long process name does not widen the view.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
        <section class="gpu-processes" tabIndex={0} aria-label={title}>
          <table>
            <Head />
            <tbody>
              {[...rows].sort(byUse).map((row) => (
                <Row key={`${row.uuid} ${row.pid}`} row={row} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
});

function Head() {
  const text = strings.gpus.processes;
  return (
    <thead>
      <tr>
        <th scope="col">{text.build}</th>
        <th scope="col" class="number">
          {text.memory}
        </th>
        <th scope="col" class="number">
          {text.load}
        </th>
        <th scope="col">{text.process}</th>
        <th scope="col">{text.user}</th>
        <th scope="col" class="number">
          {text.age}
        </th>
        <th scope="col" class="number" title={text.hostMemoryTitle}>
          {text.hostMemory}
        </th>
        <th scope="col">{text.container}</th>
      </tr>
    </thead>
  );
}

function Row({ row }: { readonly row: GpuProcessRow }) {
  const text = strings.gpus.processes;
  const bytes = (value: number | null | undefined): string => (value == null ? UNKNOWN : formatBytes(value));
  return (
    <tr>
      <td class="wraps">{row.build === null ? UNKNOWN : <Build build={row.build} />}</td>
      <td class="number">{bytes(row.memoryBytes)}</td>
      <td class="number">{row.utilization === null ? UNKNOWN : formatPercent(row.utilization)}</td>
      <td class="wraps" title={row.command ?? row.name}>
        {text.pid(row.name.split('/').at(-1) ?? row.name, row.pid)}
        {row.graphics === true && <span class="quiet"> {text.graphics}</span>}
      </td>
      <td>{row.user ?? UNKNOWN}</td>
      <td class="number">{row.startedAt == null ? UNKNOWN : formatDuration(Date.now() - row.startedAt)}</td>
      <td class="number">{bytes(row.hostMemoryBytes)}</td>
      <td class="wraps">{row.container === null ? UNKNOWN : text.in(row.container, row.engine === 'nested')}</td>
    </tr>
  );
}

function Build({ build }: { readonly build: GpuBuild }) {
  const text = strings.gpus.processes;
  const { job, number } = build;
  return (
    <>
      <strong>
        <BuildName build={build} />
      </strong>{' '}
      <button
        type="button"
        class="link"
        aria-label={text.endTitle(buildName(build))}
        onClick={() => void runAction('endBuild', { job, number })}
      >
        {text.end}
      </button>
    </>
  );
}

/** Those that compute come first, and of each kind those with the most memory. */
const byUse = (a: GpuProcessRow, b: GpuProcessRow): number =>
  Number(a.graphics === true) - Number(b.graphics === true) || (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0);
