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
