import { useState } from 'preact/hooks';
import { jobName } from '../../electron/shared/build-name.ts';
import { type Build, type Queued, servesAt } from '../../electron/shared/snapshot.ts';
import { views } from '../../electron/shared/views.ts';
import { everyBuild, isShown } from '../builds/filter.ts';
import { FilterBar } from '../builds/filter-bar.tsx';
import { Ledger } from '../builds/ledger.tsx';
import { Recent, Running } from '../builds/lists.tsx';
import { goTo } from '../current-view.ts';
import { Button } from '../parts/button.tsx';
import { Card, Empty, ViewHead } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Table } from '../parts/table.tsx';
import { useQuery, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';

/** How often the lists are refreshed while the view is open; how often Jenkins is asked then is decided by main. */
const REFRESH_MS = 5000;

/** Running and recent builds, and their GPU usage. */
export function Builds() {
  const s = strings.builds;
  const { jenkins } = useSnapshot();
  const at = servesAt(jenkins);
  const round = useNow(at === null ? null : REFRESH_MS);
  return (
    <>
      <ViewHead title={views.builds} lead={s.lead} />
      {at !== null ? (
        <Lists key={at} round={round} />
      ) : (
        <Card title={s.running}>
          <Empty title={s.away}>{s.awayWhy}</Empty>
        </Card>
      )}
      <Ledger />
    </>
  );
}

function Lists({ round }: { readonly round: number }) {
  const s = strings.builds;
  const { answer } = useQuery('recentBuilds', round);
  const [filter, setFilter] = useState(everyBuild);
  if (answer.kind === 'loading') return <Card title={s.running}>{null}</Card>;
  if (answer.kind === 'failed') return <FailureBlock failure={answer.failure} tone="warn" />;
  const shown = answer.value.filter((build) => isShown(build, filter));
  return (
    <>
      {answer.value.length === 0 ? null : <FilterBar filter={filter} set={setFilter} />}
      <RunningNow all={answer.value.filter(isRunning)} shown={shown.filter(isRunning)} />
      <Ended all={answer.value.filter(hasEnded)} shown={shown.filter(hasEnded)} />
    </>
  );
}

const isRunning = ({ result }: Build): boolean => result === 'running';
const hasEnded = (build: Build): boolean => !isRunning(build);

interface ShownOf {
  readonly all: readonly Build[];
  readonly shown: readonly Build[];
}

/** What runs, as far as Jenkins tells it: what it hides is never "none". */
function RunningNow({ all, shown }: ShownOf) {
  const s = strings.builds;
  const now = useNow(1000);
  const { builds } = useSnapshot();
  const hidden = builds.kind === 'unknown' && builds.why !== '';
  return (
    <Card title={s.running}>
      {hidden ? <Hidden why={builds.why} /> : null}
      {shown.length > 0 ? <Running builds={shown} now={now} /> : null}
      {shown.length === 0 && all.length > 0 ? <p class="quiet">{s.noneShown(all.length)}</p> : null}
      {all.length === 0 && !hidden ? <p class="quiet">{s.noneRunning}</p> : null}
      <Waiting queue={'queue' in builds ? (builds.queue ?? []) : []} />
    </Card>
  );
}

function Hidden({ why }: { readonly why: string }) {
  const s = strings.builds;
  return (
    <div class="failure failure-warn">
      <p>{s.hidden(why)}</p>
      <div class="row">
        <Button onClick={() => goTo('settings')}>{s.toSettings}</Button>
      </div>
    </div>
  );
}

function Ended({ all, shown }: ShownOf) {
  const s = strings.builds;
  const now = useNow(1000);
  return (
    <Card title={s.recent}>
      {all.length === 0 ? <Empty title={s.none}>{s.noneWhy}</Empty> : null}
      {shown.length === 0 && all.length > 0 ? <p class="quiet">{s.noneShown(all.length)}</p> : null}
      {shown.length === 0 ? null : <Recent builds={shown} now={now} />}
    </Card>
  );
}

/** What waits in Jenkins' queue, and why. */
function Waiting({ queue }: { readonly queue: readonly Queued[] }) {
  const s = strings.builds;
  if (queue.length === 0) return null;
  return (
    <Table
      caption={s.waiting}
      rows={[...queue.entries()]}
      id={([at]) => String(at)}
      columns={[
        { title: s.waiting, cell: ([, { job }]) => <bdi>{jobName(job)}</bdi> },
        { title: s.why, cell: ([, { why }]) => why },
      ]}
    />
  );
}
