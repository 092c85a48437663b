import { pageUrl } from '../core/stack/page-url.ts';
import { FailureError } from '../shared/failure.ts';
import { jenkinsNotRunning } from '../shared/failures/jenkins.ts';
import { JENKINS_MODES } from '../shared/mode.ts';
import { pageOf } from '../shared/snapshot.ts';
import type { CoreSession } from './core-session.ts';

/** Address of Jenkins' page; throws `jenkins/unreachable` if there is none now. */
export function pageNow(session: CoreSession): string {
  const url = pageOf(session.snapshot().jenkins);
  if (url !== null) return url;
  throw new FailureError(jenkinsNotRunning());
}

/** Jenkins' addresses in both modes, and the current one: the app may open these in the browser. */
export function ownAddresses(session: CoreSession): readonly string[] {
  const { settings } = session.settings.load();
  const now = pageOf(session.snapshot().jenkins);
  return [...JENKINS_MODES.map((mode) => pageUrl(settings, mode)), ...(now === null ? [] : [now])];
}
