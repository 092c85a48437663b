import { FailureError } from '../../shared/failure.ts';
import { jenkinsNotRunning } from '../../shared/failures/jenkins.ts';
import {
  formerTokenStays,
  passwordNotOurs,
  passwordRefused,
  passwordUnchecked,
} from '../../shared/failures/jenkins-password.ts';
import { setPassword } from '../execute/set-password.ts';
import { administratorMade, renewToken, storedToken } from '../observe/administrator.ts';
import { observeContainers } from '../observe/containers.ts';
import { tryPassword } from '../observe/fitting-password.ts';
import { locateHome } from '../observe/locate-home.ts';
import { runningPlace } from '../observe/observe.ts';
import { namesOf } from '../stack/names.ts';
import { containerOf, type Place } from '../stack/page-url.ts';
import type { World } from '../world/world.ts';

/** A running Jenkins whose administrator this app made. */
interface Ours {
  readonly place: Place;
  readonly container: string;
}

/** Where Jenkins runs; null: nowhere. */
export async function placeOfJenkins(world: World, signal: AbortSignal): Promise<Place | null> {
  const { settings } = world.settings.load();
  const names = namesOf(settings.instance, world.owner.load());
  return runningPlace(await observeContainers(world, { names, settings }, [], signal), { names, settings });
}

/** Throws `jenkins/unreachable` if none runs, `jenkins/password-not-changed` if its administrator is not ours. */
async function ours(world: World, signal: AbortSignal): Promise<Ours> {
  const place = await placeOfJenkins(world, signal);
  if (place === null) throw new FailureError(jenkinsNotRunning());
  const container = place.script;
  if (container === undefined || !(await administratorMade(world, containerOf(place))))
    throw new FailureError(passwordNotOurs(place.url));
  return { place, container };
}

/**
 * Gives the administrator a new, generated password, and stores it. It is stored beside the present one first, so that a
 * crash at any point leaves the right one among both; who next needs it finds which (`fitting-password.ts`). Needs no
 * login, so it also helps where the stored one no longer fits. Returns the new one. Throws `jenkins/password-not-changed`,
 * `jenkins/unreachable`, `lock/held`, and once all is done `jenkins/token-stays`.
 */
export async function rotatePassword(world: World, signal: AbortSignal): Promise<string> {
  const lock = await world.lock.acquire('change the password');
  try {
    const { place, container } = await ours(world, signal);
    const password = await world.secrets.draftPassword();
    // Once it is sent, it is seen through: an abort would leave it open which password holds.
    signal.throwIfAborted();
    await setPassword(world.engine, container, password, lock.signal);
    await world.secrets.keepPassword(password);
    // A look in between may have tried it too early.
    await world.refusedLogins.forget('admin');
    // Its answer is of no consequence here: Jenkins said that it has it.
    await tryPassword(world, place, password, signal);
    const located = await locateHome(world, signal).catch(() => world);
    const former = await storedToken(located);
    await renewToken(located, { url: place.url, user: 'admin', password });
    // The script has revoked the one before, unless it is of an older image.
    const stays = former !== '' && (await tryPassword(world, place, former, signal)) === 'fits';
    if (stays) throw new FailureError(formerTokenStays(place.url));
    return password;
  } finally {
    await lock.release();
  }
}

/** Stores the administrator's present password, as the user gives it, if Jenkins accepts it. Throws as `rotatePassword`. */
export async function storePassword(world: World, password: string, signal: AbortSignal): Promise<void> {
  const { place } = await ours(world, signal);
  await world.refusedLogins.forget('admin');
  const answer = await tryPassword(world, place, password, signal);
  if (answer === 'refused') throw new FailureError(passwordRefused(place.url));
  if (answer === 'unknown') throw new FailureError(passwordUnchecked(place.url));
  await world.secrets.keepPassword(password);
}
