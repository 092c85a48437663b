import { recreateConsent } from '../../electron/shared/gpu.ts';
import type { Notice } from '../../electron/shared/snapshot.ts';
import { Button } from '../parts/button.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { call } from '../store.ts';
import { strings } from '../strings.ts';
import { LastRun } from './last-run.tsx';

/** What the user should know beside the state, until they put it away. */
export function Notices({ notices }: { readonly notices: readonly Notice[] }) {
  if (notices.length === 0) return null;
  return (
    <ul class="stack">
      {notices.map(({ id, failure }) => (
        <li key={id}>
          <FailureBlock failure={failure} tone="warn">
            {id.startsWith('given-up') ? <LastRun /> : null}
            <Recreate consent={recreateConsent(id)} />
            <Button
              onClick={() => void call('dismissNotice', id)}
              label={`${strings.notice.dismiss}: ${failure.title}`}
            >
              {strings.notice.dismiss}
            </Button>
          </FailureBlock>
        </li>
      ))}
    </ul>
  );
}

/** The yes that makes a container which lost its GPUs anew; how it goes is in the snapshots. */
function Recreate({ consent }: { readonly consent: string | null }) {
  if (consent === null) return null;
  return (
    <Button onClick={() => void call('switchMode', { mode: 'dind', consents: [consent] })}>
      {strings.notice.recreate}
    </Button>
  );
}
