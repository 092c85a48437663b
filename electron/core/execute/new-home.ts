import { FailureError } from '../../shared/failure.ts';
import { newHomeMarkerNotRemoved } from '../../shared/failures/home.ts';
import { administratorRefused, jenkinsOpen } from '../../shared/failures/jenkins.ts';
import type { Settings } from '../../shared/settings.ts';
import { noteAdministrator } from '../observe/administrator.ts';
import type { World } from '../world/world.ts';

/** The page of a new home's Jenkins, and what is needed to complete its first start. */
export interface FirstStart {
  readonly container: string;
  /** Jenkins' page. */
  readonly url: string;
  /** The home, as the container names it. */
  readonly home: string;
}

/** `complete`: the home is not new, or no longer; `refused`: the administrator is not let in yet; `unknown`: no such answer. */
type FirstStartState = 'complete' | 'refused' | 'unknown';

/** `closed`: only its administrator gets in; `open`: everybody does; `refused`: nobody does; `unknown`: no such answer. */
type Access = 'closed' | 'open' | 'refused' | 'unknown';

/**
 * Completes the first start on a new home once nobody gets in without a login and the administrator does: removes the
 * `new` mark, with which each start adds the administrator again. A Jenkins
 * that is open, or refuses its administrator once `isLast`, is stopped: throws `jenkins/open`, `jenkins/no-administrator`.
 */
export async function completeFirstStart(
  start: FirstStart,
  isLast: boolean,
  { world, settings }: { readonly world: World; readonly settings: Settings },
  signal: AbortSignal,
): Promise<FirstStartState> {
  const { container, url, home } = start;
  const mark = `${home}/.jenkins-tray/new`;
  const isNew = await world.engine.exec(container, ['test', '-e', mark], signal);
  if (isNew.exitCode === 1) return 'complete';
  const access = await accessTo(url, world, settings, signal);
  if (access === 'closed') {
    if (settings.jenkins.cascFile === '' || (await addedAdministrator(start, world, signal)))
      await noteAdministrator(world);
    await removeMark(container, mark, world, signal);
    return 'complete';
  }
  if (access === 'unknown' || (access === 'refused' && !isLast)) return access;
  await world.engine.stop(container, settings.timeouts.stop, signal);
  throw new FailureError(access === 'open' ? jenkinsOpen(url) : administratorRefused(url));
}

async function accessTo(
  url: string,
  { jenkins, secrets }: World,
  settings: Settings,
  signal: AbortSignal,
): Promise<Access> {
  const anonymous = await jenkins.apiStatus({ url, user: '', password: '' }, signal);
  if (anonymous === null) return 'unknown';
  if (anonymous >= 200 && anonymous < 300) return 'open';
  if (anonymous !== 401 && anonymous !== 403) return 'unknown';
  // The user's own Configuration as Code may have accounts of its own, and no administrator of ours.
  if (settings.jenkins.cascFile !== '') return 'closed';
  const login = await jenkins.apiStatus({ url, user: 'admin', password: await secrets.adminPassword() }, signal);
  if (login === 200) return 'closed';
  return login === 401 || login === 403 ? 'refused' : 'unknown';
}

/** Whether the image's script has added its administrator: the user's own file may set accounts, or none. */
async function addedAdministrator({ container, home }: FirstStart, { engine }: World, signal: AbortSignal) {
  const { exitCode } = await engine.exec(container, ['test', '-e', `${home}/.jenkins-tray/administrator`], signal);
  return exitCode === 0;
}

async function removeMark(container: string, mark: string, { engine }: World, signal: AbortSignal): Promise<void> {
  const { exitCode, stdout, stderr } = await engine.exec(container, ['rm', '-f', mark], signal);
  if (exitCode === 0) return;
  throw new FailureError(newHomeMarkerNotRemoved(mark, `${stdout}${stderr}`.trim()));
}
