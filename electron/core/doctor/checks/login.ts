import { storedPasswordRefused } from '../../../shared/failures/jenkins.ts';
import { passwordState } from '../../observe/fitting-password.ts';
import { asJenkins, runningPlace } from '../../observe/observe.ts';
import type { DoctorCheck, Finding } from '../check.ts';

/** Jenkins accepts the login that is stored: the user's own, and the administrator's password where this app made it. */
const loginCheck: DoctorCheck = {
  id: 'login',
  title: 'Login',
  needs: 'engine',
  async run({ world, settings, names }, { containers }, signal) {
    const place = runningPlace(containers, { names, settings });
    if (place === null) return { state: 'skipped', detail: 'Jenkins is not running' };
    const { user } = settings.jenkins;
    const own: Finding[] = [];
    if (user !== '') {
      const answer = await asJenkins(world, settings, place, (at) => world.jenkins.running(at, signal));
      own.push(
        answer.ok
          ? { state: 'ok', detail: `Jenkins accepts the API token of ${user}` }
          : { state: 'failed', detail: answer.failure.title, failure: answer.failure },
      );
    }
    const state = await passwordState(world, place, signal);
    if (state === 'fits') return [...own, { state: 'ok', detail: 'the stored administrator’s password fits' }];
    if (state === 'unknown')
      return [...own, { state: 'skipped', detail: 'Jenkins does not say whether it accepts admin' }];
    if (state === 'none') return own.length > 0 ? own : { state: 'ok', detail: 'none is stored for this Jenkins' };
    const failure = storedPasswordRefused(place.url);
    // With a login of the user's own, the app does not need it.
    return [...own, { state: user === '' ? 'failed' : 'warning', detail: failure.title, failure }];
  },
};

/** In display order. */
export const loginChecks: readonly DoctorCheck[] = [loginCheck];
