import { views } from '../../electron/shared/views.ts';
import { Ledger } from '../builds/ledger.tsx';
import { Recent, Running } from '../builds/lists.tsx';
import { Card, Empty, ViewHead } from '../parts/card.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { useQuery, useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';

/** How often Jenkins is queried while the view is open. */
const REFRESH_MS = 5000;

/** Running and recent builds, and their GPU usage. */
export function Builds() {
  const s = strings.builds;
  const { jenkins } = useSnapshot();
  const up = jenkins.kind === 'running';
  const round = useNow(up ? REFRESH_MS : null);
  return (
    <>
      <ViewHead title={views.builds} lead={s.lead} />
      {up ? (
        <Lists key={jenkins.url} round={round} />
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
  const now = useNow(1000);
  const { answer } = useQuery('recentBuilds', round);
  if (answer.kind === 'loading') return <Card title={s.running}>{null}</Card>;
  if (answer.kind === 'failed') return <FailureBlock failure={answer.failure} tone="warn" />;
  const running = answer.value.filter(({ result }) => result === 'running');
  const ended = answer.value.filter(({ result }) => result !== 'running');
  return (
    <>
      <Card title={s.running}>
        {running.length === 0 ? <p class="quiet">{s.noneRunning}</p> : <Running builds={running} now={now} />}
      </Card>
      <Card title={s.recent}>
        {ended.length === 0 ? <Empty title={s.none}>{s.noneWhy}</Empty> : <Recent builds={ended} now={now} />}
      </Card>
    </>
  );
}
