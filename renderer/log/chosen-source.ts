import type { Failure } from '../../electron/shared/failure.ts';
import type { LogSource } from '../../electron/shared/log-source.ts';
import { goTo } from '../current-view.ts';
import { createValue, useValue } from '../value.ts';

/** The log that is shown; kept while the user looks at another view. */
const chosen = createValue<LogSource>('jenkins');
export const useLogSource = (): LogSource => useValue(chosen);
export const chooseLog = (source: LogSource): void => chosen.set(source);

/** Failures of a Jenkins that was started, whose log says more; others have the end of a log in their detail. */
const HAS_LOG: ReadonlySet<string> = new Set([
  'jenkins/exited',
  'jenkins/not-ready',
  'jenkins/boot-failed',
  'jenkins/no-administrator',
  'jenkins/plugins-failed',
]);

/** The log that says more about a failure; null: none. */
export function logOf({ code, detail }: Pick<Failure, 'code' | 'detail'>): LogSource | null {
  if (!HAS_LOG.has(code) && !detail.includes('The last lines of ')) return null;
  return code.startsWith('dind/') ? 'dind' : 'jenkins';
}

/** Shows a log. */
export function showLog(source: LogSource): void {
  chooseLog(source);
  goTo('logs');
}
