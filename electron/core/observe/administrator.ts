import { containerOf, type Place } from '../stack/page-url.ts';
import { POLL_TIMEOUT_MS } from '../world/engine.ts';
import type { JenkinsAddress } from '../world/jenkins.ts';
import type { World } from '../world/world.ts';
import { loginsOf } from './login-memory.ts';

/** The image's script notes here that it made the account (`home.groovy`). */
const NOTE = '/var/jenkins_home/.jenkins-tray/administrator';

/** How the app's token is called in Jenkins' list of the administrator's tokens; the image's script knows it as well. */
const TOKEN_NAME = 'Jenkins Tray';

/**
 * Whether this app made the account `admin` in the home of a container, which is looked at once, and noted after a first
 * start: an adopted home may have an account of that name of its own, or ask a directory that locks it. Where neither the
 * home nor the container can be looked at, the login may be tried, once.
 */
export async function administratorMade(world: World, container: string): Promise<boolean> {
  const logins = loginsOf(world);
  const known = logins.fact(container, 'made');
  if (known === true) return true;
  try {
    // Of a new home it may have been asked before Jenkins had made the account.
    if (known === false) return (await stored(world)) !== null;
    const made = (await seenFromHere(world)) ?? (await isNoted(world, container));
    logins.learn(container, 'made', made);
    return made;
  } catch {
    return true;
  }
}

/** As the administrator's login was accepted on a new home, or as the home says; null if this user cannot see it. */
const seenFromHere = async (world: World): Promise<boolean | null> =>
  (await stored(world)) === null ? await world.host.administratorMade(world.home) : true;

/** The home of another user, or in a volume, is seen inside its container only. */
async function isNoted({ engine }: World, container: string): Promise<boolean> {
  const [id = ''] = container.split(' ');
  const { exitCode } = await engine.exec(id, ['test', '-e', NOTE], limit(), undefined, POLL_TIMEOUT_MS);
  return exitCode === 0;
}

/** Exit code 3: Jenkins' settings name other accounts than its own, as it writes them. */
const LOOK_AT_ACCOUNTS = `cd /var/jenkins_home && grep -qs '<securityRealm ' config.xml || exit 0
grep -qF '<securityRealm class="hudson.security.HudsonPrivateSecurityRealm"' config.xml || exit 3`;

/**
 * Whether a Jenkins that refused the administrator has accounts of a directory by now, such as LDAP: that locks an account
 * of the name after a few wrong logins, so that no other secret of ours may be tried. Where it cannot be looked at, no.
 */
export async function hasOtherAccounts(world: World, container: string): Promise<boolean> {
  const logins = loginsOf(world);
  const known = logins.fact(container, 'elsewhere');
  if (known !== undefined) return known;
  try {
    const [id = ''] = container.split(' ');
    const command = ['sh', '-c', LOOK_AT_ACCOUNTS];
    const { exitCode } = await world.engine.exec(id, command, limit(), undefined, POLL_TIMEOUT_MS);
    logins.learn(container, 'elsewhere', exitCode === 3);
    return exitCode === 3;
  } catch {
    return false;
  }
}

/**
 * Whether the administrator's password opens anything, as far as is known: not on a home with accounts of its own, and not
 * where Jenkins refused it. `place`: where Jenkins runs; null: it does not.
 */
export async function passwordOpens(world: World, place: Place | null): Promise<boolean> {
  if (place === null) return (await seenFromHere(world)) ?? true;
  const container = containerOf(place);
  if (place.logins !== 'all' || !(await administratorMade(world, container))) return false;
  return !world.refusedLogins.has({ container, user: 'admin', password: await world.secrets.adminPassword() });
}

/** Notes that a new home has the administrator of this app, unless that is noted. */
export async function noteAdministrator(world: World): Promise<void> {
  try {
    const home = await world.homes.known(world.home);
    if (home !== null && (await world.secrets.apiToken(home)) === null) await world.secrets.keepApiToken(home, '');
  } catch {
    // The home notes it as well.
  }
}

/** The app's own API token of this home; empty if there is none. */
export async function storedToken(world: World): Promise<string> {
  try {
    return (await stored(world)) ?? '';
  } catch {
    return ''; // The password serves as well.
  }
}

async function stored({ homes, secrets, home }: World): Promise<string | null> {
  const id = await homes.known(home);
  return id === null ? null : await secrets.apiToken(id);
}

/** Makes a token and stores it, once for each start of a container: a request by password costs Jenkins 75 ms of hashing. */
export async function newToken(world: World, container: string, address: JenkinsAddress): Promise<void> {
  const logins = loginsOf(world);
  if (logins.fact(container, 'token') === true) return;
  logins.learn(container, 'token', true);
  await renewToken(world, address);
}

/** Makes a token and stores it in place of the one before. Never fails. */
export async function renewToken({ homes, secrets, jenkins, home }: World, address: JenkinsAddress): Promise<void> {
  try {
    const id = await homes.known(home);
    if (id === null) return;
    const token = await jenkins.newToken(address, TOKEN_NAME, limit());
    if (token.ok) await secrets.keepApiToken(id, token.value);
  } catch {
    // Jenkins may allow no tokens, or the disk be full: the password serves as well.
  }
}

const limit = (): AbortSignal => AbortSignal.timeout(POLL_TIMEOUT_MS);
