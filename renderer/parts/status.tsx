import { isWorking, stateWords } from '../../electron/shared/state-words.ts';
import { useSnapshot } from '../store.ts';
import { strings } from '../strings.ts';
import { SignIcon } from './icons.tsx';

/** The state of Jenkins, at the top of the navigation. */
export function Status() {
  const snapshot = useSnapshot();
  const words = stateWords(snapshot);
  // Like the tray, which shows any work as such.
  const { sign, short } = isWorking(snapshot) ? { sign: 'working' as const, short: strings.frame.working } : words;
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
