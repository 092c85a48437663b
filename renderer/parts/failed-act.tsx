import { forgetFailedAct, useFailedAct } from '../act.ts';
import { strings } from '../strings.ts';
import { Button } from './button.tsx';
import { FailureBlock } from './failure.tsx';

/** Shows the failure of the last action at the bottom of the window. */
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
