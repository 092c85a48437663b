import { forgetFailedAct, useFailedAct } from '../act.ts';
import { strings } from '../strings.ts';
import { Button } from './button.tsx';
import { FailureBlock } from './failure.tsx';

/** At the window's bottom: the last small action that failed. */
export function FailedAct() {
  const failure = useFailedAct();
  if (failure === null) return null;
  return (
    <div class="failed-act">
      <FailureBlock failure={failure} alert>
        <Button onClick={forgetFailedAct}>{strings.notice.dismiss}</Button>
      </FailureBlock>
    </div>
  );
}
