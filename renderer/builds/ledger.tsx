import { useState } from 'preact/hooks';
import { formatAge, formatBytes, formatBytesOf, formatPercent, orDash } from '../../electron/shared/format.ts';
import type { GpuLedgerRow } from '../../electron/shared/gpu.ts';
import { announce } from '../parts/announcer.tsx';
import { BuildName } from '../parts/build-name.tsx';
import { Button } from '../parts/button.tsx';
import { Card, Empty } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Table } from '../parts/table.tsx';
import { runAction } from '../run-action.ts';
import { useQuery } from '../store.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';

/** How often main adds to the ledger. */
const REFRESH_MS = 10_000;

/** GPU usage per build, with CSV export. */
export function Ledger() {
  const s = strings.ledger;
  const now = useNow(REFRESH_MS);
  const { answer } = useQuery('gpuLedger', now);
  const rows = answer.kind === 'loaded' ? answer.value : [];
  return (
    <Card title={s.title} lead={s.lead} actions={rows.length === 0 ? undefined : <Save />}>
      {answer.kind === 'failed' ? <FailureBlock failure={answer.failure} tone="warn" /> : null}
      {answer.kind === 'loaded' && rows.length === 0 ? <Empty title={s.none}>{s.noneWhy}</Empty> : null}
      {rows.length === 0 ? null : (
        <Table
          caption={s.title}
          rows={rows}
          id={({ job, build }) => `${job} ${build}`}
          columns={[
            { title: s.columns.build, cell: ({ job, build: number }) => <BuildName build={{ job, number }} /> },
            { title: s.columns.last, cell: ({ to }) => formatAge(to, now), number: true },
            { title: s.columns.minutes, cell: minutesOf, number: true },
            { title: s.columns.used, cell: usedOf, number: true },
            { title: s.columns.memory, cell: memoryOf, number: true },
            { title: s.columns.energy, cell: ({ wattHours }) => orDash(wattHours, s.wattHours), number: true },
          ]}
        />
      )}
    </Card>
  );
}

/** Minutes with a GPU, and those of them in which it did nothing. */
const minutesOf = ({ gpuMinutes, idleMinutes }: GpuLedgerRow): string =>
  idleMinutes < 1 ? gpuMinutes.toFixed(1) : strings.ledger.idle(gpuMinutes.toFixed(1), idleMinutes.toFixed(1));

/** Mean and peak utilisation: whether the GPU was used. */
const usedOf = ({ meanUtilization: mean, peakUtilization: peak }: GpuLedgerRow): string =>
  mean === null || peak === null ? '–' : strings.ledger.used(formatPercent(mean), formatPercent(peak));

const memoryOf = ({ peakMemoryBytes: peak, memoryLimitBytes: limit }: GpuLedgerRow): string =>
  peak === null ? '–' : limit === null ? formatBytes(peak) : formatBytesOf(peak, limit);

function Save() {
  const s = strings.ledger;
  const [saved, setSaved] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const answer = await runAction('saveLedger');
    if (answer === null || answer.value === null) return;
    setSaved(answer.value);
    announce(s.saved(answer.value));
  };
  return (
    <>
      {saved === null ? null : <span class="quiet small">{s.saved(saved)}</span>}
      <Button onClick={() => void save()}>{s.save}</Button>
    </>
  );
}
