import { stateWords } from '../../electron/shared/state-words.ts';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { SignIcon } from './icons.tsx';

/** The state of Jenkins, at the top of the navigation. */
export function Status() {
  const { sign, short } = stateWords(useSnapshot());
  return (
    <p class="status">
      <SignIcon sign={sign} size={26} />
      <span>
        <span class="status-name">{strings.frame.jenkins}</span>
        <span class="status-word">{short}</span>
      </span>
    </p>
  );
}
