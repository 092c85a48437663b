import type { GpuState } from '../../electron/shared/gpu.ts';
import type { Check, Snapshot } from '../../electron/shared/snapshot.ts';
import { jenkinsWords } from '../../electron/shared/state-words.ts';

export interface ReportParts {
  readonly checks: readonly Check[];
  readonly versions: Readonly<Record<string, string>>;
  readonly snapshot: Snapshot;
}

/** Hides possible secrets in a text: `shared/redact.ts`, which the window loads on first use. */
export type Redact = (text: string) => string;

/** The state and checks as plain text for a bug report, without what `redact` hides. */
export function reportText({ checks, versions, snapshot }: ReportParts, redact: Redact): string {
  const lines = [
    '# Jenkins Tray',
    ...Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
    '',
    '# State',
    `requested: ${snapshot.intent}`,
    `jenkins: ${jenkinsWords(snapshot.jenkins).report}`,
    `engine: ${engineLine(snapshot)}`,
    `gpu: ${gpuLine(snapshot.gpu)}`,
    ...snapshot.notices.map(({ failure }) => `notice: ${failure.code}: ${failure.title}`),
    '',
    '# Checks',
    ...checks.flatMap(checkLines),
  ];
  return `${redact(lines.join('\n'))}\n`;
}

function checkLines({ state, title, detail, failure }: Check): readonly string[] {
  const first = `[${state}] ${title}: ${detail}`;
  if (failure === null) return [first];
  return [first, `  ${failure.code}: ${failure.title}`, ...failure.detail.split('\n').map((line) => `  ${line}`)];
}

const engineLine = ({ engine }: Snapshot): string =>
  engine.kind === 'connected'
    ? `${engine.version} (API ${engine.apiVersion}), ${engine.host}, context ${engine.context}`
    : engine.kind === 'unreachable'
      ? `unreachable: ${engine.failure.code}: ${engine.failure.title}`
      : engine.kind;

function gpuLine(gpu: GpuState): string {
  switch (gpu.kind) {
    case 'ok': {
      const missing = gpu.unsupported.length === 0 ? '' : `, does not report ${gpu.unsupported.join(' ')}`;
      return `driver ${gpu.driver ?? 'unknown'}, ${gpu.gpus.map(({ name }) => name).join(', ')}${missing}`;
    }
    case 'absent':
    case 'failed':
      return `${gpu.kind}, ${gpu.failure.code}: ${gpu.failure.title}`;
    default:
      return gpu.kind;
  }
}

/** The number of checks by state. */
export function tally(checks: readonly Check[]): Readonly<Record<Check['state'], number>> {
  const count = { ok: 0, warning: 0, failed: 0, skipped: 0 };
  for (const { state } of checks) count[state] += 1;
  return count;
}
