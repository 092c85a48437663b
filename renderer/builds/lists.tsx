import { buildName } from '../../electron/shared/build-name.ts';
import { formatAge, formatDuration } from '../../electron/shared/format.ts';
import type { Build } from '../../electron/shared/snapshot.ts';
import { BuildName } from '../parts/build-name.tsx';
import { Mark, type MarkName, Spinner } from '../parts/icons.tsx';
import { Table } from '../parts/table.tsx';
import { runAction } from '../run-action.ts';
import { strings } from '../strings.ts';
import { progressOf } from './progress.ts';

export interface ListProps {
  readonly builds: readonly Build[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Running builds, each with its progress by Jenkins' own estimate. */
export function Running({ builds, now }: ListProps) {
  return (
    <ul class="builds-running">
      {builds.map((build) => {
        const { share, text } = progressOf(build, now);
        return (
          <li key={build.url} class="build-running">
            <Spinner />
            <BuildLink build={build} />
            <span class="quiet number">{text}</span>
            <progress
              class="bar"
              max={1}
              aria-label={strings.builds.progressOf(buildName(build))}
              {...(share !== null && { value: share })}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** Builds that ended, newest first. */
export function Recent({ builds, now }: ListProps) {
  const { columns, recent } = strings.builds;
  return (
    <Table
      caption={recent}
      rows={builds}
      id={({ url }) => url}
      columns={[
        { title: columns.result, cell: ({ result }) => <Result result={result} /> },
        { title: columns.build, cell: (build) => <BuildLink build={build} /> },
        { title: columns.started, cell: ({ startedAt }) => formatAge(startedAt, now), number: true },
        { title: columns.duration, cell: ({ duration }) => formatDuration(duration), number: true },
      ]}
    />
  );
}

const marks: Readonly<Record<Exclude<Build['result'], 'running'>, MarkName>> = {
  success: 'good',
  unstable: 'bad',
  failure: 'failed',
  aborted: 'stopped',
  'not-built': 'even',
};

/** Shape and word carry the meaning; colour is additional. */
function Result({ result }: { readonly result: Build['result'] }) {
  return (
    <span class={`result result-${result}`}>
      {result === 'running' ? <Spinner /> : <Mark name={marks[result]} />}
      {strings.builds.results[result]}
    </span>
  );
}

function BuildLink({ build }: { readonly build: Build }) {
  const name = buildName(build);
  return (
    <button
      type="button"
      class="link"
      aria-label={strings.builds.open(name)}
      onClick={() => void runAction('openUrl', build.url)}
    >
      <BuildName build={build} />
    </button>
  );
}
