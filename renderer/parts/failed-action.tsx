import { dismissFailedAction, useFailedAction } from '../run-action.ts';
import { strings } from '../strings.ts';
import { Button } from './button.tsx';
import { FailureBlock } from './failure.tsx';

/** Shows the failure of the last action at the bottom of the window. */
export function FailedAction() {
  const failure = useFailedAction();
  if (failure === null) return null;
  return (
    <div class="failed-act">
      <FailureBlock failure={failure} alert>
        <Button onClick={dismissFailedAction}>{strings.notice.dismiss}</Button>
      </FailureBlock>
    </div>
  );
}
