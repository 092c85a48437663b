import { buildName } from '../../electron/shared/build-name.ts';
import { formatBytes } from '../../electron/shared/format.ts';
import type { GpuProcessRow } from '../../electron/shared/gpu.ts';
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
  if (rows.length === 0) return <p class="gpu-idle">{text.none}</p>;
  return (
    // Scrolls by itself, so that a long process name does not widen the view.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
    <section class="gpu-processes" tabIndex={0} aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.build}</th>
            <th scope="col" class="number">
              {text.memory}
            </th>
            <th scope="col">{text.process}</th>
            <th scope="col">{text.user}</th>
            <th scope="col">{text.container}</th>
          </tr>
        </thead>
        <tbody>
          {[...rows].sort(byMemory).map((row) => (
            <tr key={`${row.uuid} ${row.pid}`}>
              <td>{row.build === null ? UNKNOWN : <strong>{buildName(row.build)}</strong>}</td>
              <td class="number">{row.memoryBytes === null ? UNKNOWN : formatBytes(row.memoryBytes)}</td>
              <td title={row.name}>{text.pid(row.name.split('/').at(-1) ?? row.name, row.pid)}</td>
              <td>{row.user ?? UNKNOWN}</td>
              <td>{row.container === null ? UNKNOWN : text.in(row.container, row.engine === 'nested')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
});

const byMemory = (a: GpuProcessRow, b: GpuProcessRow): number => (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0);
