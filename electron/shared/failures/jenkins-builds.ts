import { buildName } from '../build-name.ts';
import { SET_LOGIN } from './jenkins.ts';
import type { CodedFailure, Sections } from './types.ts';

export const jenkinsBuildSections = {
  'jenkins/builds-hidden': {
    title: 'Some running builds are hidden',
    meaning:
      'Jenkins shows that builds run, but not all of them to the user who asks, or to users without a login. A scan of a repository for branches looks the same, except to an administrator.',
    remedy:
      'Create an API token in Jenkins of a user with the permission Job/Read for all jobs, and set `jenkins.user` and `jenkins.apiToken`.',
  },
  'jenkins/builds-aborted': {
    title: 'Builds were aborted',
    meaning: 'Before Jenkins stopped, these builds were aborted and saved, as you agreed.',
    remedy: 'Start them again in Jenkins, unless they are queued again. The next time, wait for them: `--when-idle`.',
  },
  'jenkins/busy': {
    title: 'A build has started in the meantime',
    meaning:
      'A build started after you were asked, or Jenkins no longer says which builds run; continuing would stop them without your consent.',
    remedy: 'Wait for the build, or try again and agree to stop it.',
  },
} as const satisfies Sections;

type BuildFailure = CodedFailure<keyof typeof jenkinsBuildSections>;

/** The login is right, but gives no permission. */
export const buildsForbidden = (url: string, user: string): BuildFailure => ({
  code: 'jenkins/builds-hidden',
  title: `${user} may not see Jenkins’ builds`,
  detail: `${url} accepts the login of ${user}, which has no permission to read it.`,
  fix: `In Jenkins, give ${user} the permissions Overall/Read and Job/Read, or set another jenkins.user.`,
});

/** `user`: who asked; empty: without a login. */
export const buildsHidden = (url: string, user: string): BuildFailure => ({
  code: 'jenkins/builds-hidden',
  title: 'Some running builds are hidden',
  detail: `${url} shows that builds run, but not to ${user === '' ? 'users without a login' : `the user ${user}`} which ones.`,
  ...(user === ''
    ? {
        fix: 'Create an API token in Jenkins and set it in Jenkins Tray.',
        command: SET_LOGIN,
      }
    : { fix: `In Jenkins, give ${user} the permission Job/Read for all jobs, or set another jenkins.user.` }),
});

/** `builds`: those that were aborted; `requeued`: and are queued again; `before`: those that this request aborted earlier. */
export function buildsAborted(
  builds: readonly { readonly job: string; readonly number: number }[],
  requeued: boolean,
  before: Told | null = null,
): BuildFailure {
  const names = builds.map(buildName).join(', ');
  const now = aborted(builds.length, names, whatFollows(builds.length, requeued));
  if (before === null) return now;
  const many = abortedIn(before) + builds.length;
  const isAlike = before.fix === whatFollows(abortedIn(before), requeued);
  const fix = isAlike ? whatFollows(many, requeued) : 'Start those again in Jenkins that are not queued again.';
  return aborted(many, `${before.detail}, ${names}`, fix);
}

/** A failure as it is stored. */
type Told = Pick<CodedFailure<string>, 'title' | 'detail' | 'fix'>;

const aborted = (many: number, detail: string, fix: string): BuildFailure => ({
  code: 'jenkins/builds-aborted',
  title: many === 1 ? 'A build was aborted' : `${many} builds were aborted`,
  detail,
  fix,
});

/** How many builds such a failure names: a job's name may contain a comma. */
const abortedIn = ({ title }: Told): number => Number(/^\d+/.exec(title)?.[0] ?? 1);

function whatFollows(many: number, requeued: boolean): string {
  if (many === 1) return requeued ? 'It is queued again.' : 'Start it again in Jenkins.';
  return requeued ? 'They are queued again.' : 'Start them again in Jenkins.';
}

/** `builds`: by job and number. */
export const buildsStarted = (builds: readonly { readonly job: string; readonly number: number }[]): BuildFailure => ({
  code: 'jenkins/busy',
  title: 'A build has started in the meantime',
  detail: `${builds.map(buildName).join(', ')} would be stopped without your consent.`,
  fix: 'Wait for it, or try again and agree to stop it.',
});

/** `hidden`: why it is unknown which builds have started. */
export const hiddenBuildsStarted = (hidden: { readonly detail: string }): BuildFailure => ({
  code: 'jenkins/busy',
  title: 'A build has started in the meantime',
  detail: `${hidden.detail} They would be stopped without your consent.`,
  fix: 'Wait for them, or try again and agree to stop Jenkins.',
});

/** `why`: they were known when the user was asked. */
export const buildsUnknown = (why: { readonly title: string; readonly detail: string }): BuildFailure => ({
  code: 'jenkins/busy',
  title: 'Running builds are no longer known',
  detail: `${why.title}. ${why.detail} Builds that run now would be stopped without your consent.`,
  fix: 'Try again, and agree to stop Jenkins.',
});
