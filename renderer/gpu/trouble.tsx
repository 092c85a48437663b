import { useEffect, useState } from 'preact/hooks';
import { assertNever, type Failure } from '../../electron/shared/failure.ts';
import { formatAge, formatBytes } from '../../electron/shared/format.ts';
import type { GpuState } from '../../electron/shared/gpu.ts';
import type { SystemInfo } from '../../electron/shared/system-info.ts';
import { Button } from '../parts/button.tsx';
import { Card, Empty } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Mark } from '../parts/icons.tsx';
import { runAction } from '../run-action.ts';
import { call } from '../store.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';
import { clockTime, exactClockTime } from './clock.ts';
import { UNKNOWN } from './readings.ts';

/** Shown instead of the cards if there are none, with the reason. */
export function GpuTrouble({ gpu }: { readonly gpu: GpuState }) {
  const text = strings.gpus;
  switch (gpu.kind) {
    case 'unknown':
      return <Empty title={text.unknown}>{text.unknownWhy}</Empty>;
    case 'asleep':
      return <Empty title={text.asleep}>{text.asleepWhy}</Empty>;
    case 'released':
      return (
        <Empty title={text.released}>
          <p>{text.releasedUntil(clockTime(gpu.until / 1000))}</p>
          <Button onClick={() => void runAction('releaseGpus', { minutes: 0 })}>{text.readAgain}</Button>
        </Empty>
      );
    case 'ok':
      return <Empty title={text.empty} />;
    case 'stale':
      return <Stale since={gpu.since} />;
    case 'absent':
      return (
        <>
          <FailureBlock failure={gpu.failure} tone={gpu.reason === 'no-card' ? 'warn' : 'bad'} />
          <Machine />
        </>
      );
    case 'failed':
      return (
        <>
          <FailureBlock failure={gpu.failure} />
          <Machine />
        </>
      );
    default:
      return assertNever(gpu);
  }
}

/** A warning that nvidia-smi has stopped responding. */
export function Stale({ since }: { readonly since: number }) {
  const now = useNow(1000);
  const text = strings.gpus;
  return (
    <section class="failure failure-warn" aria-label={text.stale}>
      <p class="failure-title">
        <Mark name="bad" />
        <span>{text.stale}</span>
      </p>
      <p class="failure-detail">{text.staleSince(exactClockTime(since / 1000), formatAge(since, now))}</p>
      <p class="failure-fix">{text.staleFix}</p>
    </section>
  );
}

interface OldListingProps {
  /** When the processes were listed last, milliseconds since 1970; null: never. */
  readonly at: number | null;
  readonly failure: Failure;
}

/** A warning that the processes below are old, and why. */
export function OldListing({ at, failure }: OldListingProps) {
  const now = useNow(1000);
  const text = strings.gpus.processes;
  return (
    <FailureBlock failure={failure} tone="warn">
      <p class="quiet small">{at === null ? text.unknown : text.old(formatAge(at, now))}</p>
    </FailureBlock>
  );
}

/** Information about a computer without readable NVIDIA GPUs. */
function Machine() {
  const [info, setInfo] = useState<SystemInfo | null>(null);
  useEffect(() => {
    void call('systemInfo').then((answer) => {
      if (answer.ok) setInfo(answer.value);
    });
  }, []);
  if (info === null) return null;
  const text = strings.gpus.machine;
  const { controllers, memory, disk, battery } = info;
  const rows: readonly (readonly [string, string])[] = [
    [
      text.controllers,
      controllers.length === 0
        ? UNKNOWN
        : controllers.map(({ vendor, model }) => `${vendor} ${model}`.trim()).join(', '),
    ],
    [text.memory, text.used(formatBytes(memory.usedBytes), formatBytes(memory.totalBytes))],
    [
      text.disk,
      disk === null ? UNKNOWN : text.usedOn(disk.mount, formatBytes(disk.usedBytes), formatBytes(disk.totalBytes)),
    ],
    [text.battery, battery === null ? text.noBattery : text.charge(battery.percent, battery.charging)],
  ];
  return (
    <Card title={text.title}>
      <dl class="facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
