import { forgetFailedAct, useFailedAct } from '../act.ts';
import { strings } from '../strings.ts';
import { Button } from './button.tsx';
import { FailureBlock } from './failure.tsx';

/** The window's foot, where something small did not work. */
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
