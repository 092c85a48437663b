import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createHost } from '../../../../electron/adapters/host.ts';
import { checkHome } from '../../../../electron/core/execute/check-home.ts';
import type { ContainerFact } from '../../../../electron/core/world/engine.ts';
import { FailureError } from '../../../../electron/shared/failure.ts';
import { jumpingClock } from '../../../doubles/clock.ts';
import { jpi } from '../../../doubles/jpi.ts';
import { ownedFiles } from '../../../doubles/owned-files.ts';
import { container, names, settings } from '../../../doubles/situation.ts';
import { fakeWorld } from '../../../doubles/world.ts';

/** The real script in a real shell, as root without the right to see everything: a home with NFS's root_squash. */
const SQUASHED = '-dac_override,-dac_read_search,-fowner';
let home: string;
let remembered: string | null;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'check-home-'));
  chmodSync(home, 0o700);
  chownSync(home, 1000, 1000);
  remembered = null;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const { put, folder } = ownedFiles(() => home);
const has = (name: string): boolean => existsSync(join(home, '.jenkins-tray', name));

async function check(
  given: {
    known?: string;
    version?: string;
    war?: string;
    squashed?: boolean;
    seenAt?: string;
    firstSeenAt?: string;
    release?: string;
    volume?: boolean;
    ours?: readonly ContainerFact[];
  } = {},
): Promise<string> {
  let looks = 0;
  const world = fakeWorld({
    clock: jumpingClock(),
    host: {
      home() {
        looks += 1;
        const first = looks === 1 ? given.firstSeenAt : undefined;
        return createHost({}).home(first ?? given.seenAt ?? home);
      },
    },
    homes: {
      newId: () => 'a-new-id',
      remember: async (_home, id) => {
        remembered = id;
      },
    },
    engine: {
      containersLabelled: async () => given.ours ?? [],
      async runOneShot({ command, user }) {
        expect(user).toBe('0');
        const squash = given.squashed === false ? [] : ['--bounding-set', SQUASHED];
        const ran = spawnSync('setpriv', [...squash, ...command], {
          encoding: 'utf8',
          env: { PATH: process.env.PATH, JENKINS_VERSION: given.version ?? '2.580.1', JENKINS_WAR: given.war ?? '' },
        });
        return { exitCode: ran.status ?? 1, stdout: ran.stdout, stderr: ran.stderr };
      },
    },
  });
  const cause = { object: 'home', current: '', desired: '' };
  return checkHome(
    {
      kind: 'check-home',
      home,
      image: 'image',
      chown: false,
      release: given.release ?? null,
      updated: false,
      known: given.known ?? null,
      cause,
    },
    {
      world: given.volume === true ? { ...world, homeVolume: { name: 'data', fact: null } } : world,
      settings: settings(),
      names,
      version: '1',
      output: () => undefined,
    },
    new AbortController().signal,
  ).then(
    () => 'ok',
    (thrown: unknown) =>
      thrown instanceof FailureError ? `${thrown.failure.code}: ${thrown.failure.detail}` : `${thrown}`,
  );
}

const canDrop = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
describe.skipIf(!canDrop)('the check of a home', () => {
  test('looks as uid 1000: where root may not read, a home with settings is not new', async () => {
    put('config.xml', '<hudson><version>2.462.1</version></hudson>');
    expect(await check({ version: '2.462.1' })).toBe('ok');
    expect([has('new'), has('marker.json')]).toEqual([false, true]);
    expect(await check({ version: '2.441.1' })).toContain('home/newer');
  });

  test.skipIf(spawnSync('unzip', ['-v']).status !== 0)(
    'an image that does not say its version has it in the war',
    async () => {
      put('config.xml', '<hudson><version>2.568.2</version></hudson>');
      const war = join(home, '..', `${basename(home)}.war`);
      writeFileSync(war, jpi({ 'Jenkins-Version': '2.541.3' }));
      onTestFinished(() => rmSync(war));
      expect(await check({ version: '', war })).toContain('the image has 2.541.3');
    },
  );

  /** Everything that the check looks at. */
  const wholeHome = (): void => {
    for (const name of ['jobs', 'nodes', 'plugins', 'secrets', 'users', '.jenkins-tray']) folder(name);
    for (const name of ['config.xml', 'credentials.xml']) put(name, '<hudson></hudson>');
  };
  const beats = (computer: string): string => {
    const line = `v1 0123456789ab ${computer} bob default 1790000000 1790000007`;
    put('.jenkins-tray/heartbeat', `${line}\n`);
    return line;
  };

  test('a Jenkins of this computer that runs on the home does not hold it', async () => {
    wholeHome();
    beats('this-computer');
    expect(await check()).toBe('ok');
    expect(has('heartbeat')).toBe(true);
  });

  test('one on another computer holds it, until the user says that it is dead', async () => {
    wholeHome();
    const line = beats('other-computer');
    expect(await check()).toContain('a Jenkins on bob');
    expect(await check({ release: 'v1 of earlier' })).toContain('home/held');
    expect(await check({ release: line })).toBe('ok');
    expect(has('heartbeat')).toBe(false);
  });

  test('a line that a power cut left incomplete holds nothing', async () => {
    wholeHome();
    put('.jenkins-tray/heartbeat', 'v1 0123456789ab other-computer bob');
    expect(await check()).toBe('ok');
  });

  test('a container of ours has the home although this computer got another machine id', async () => {
    const id = '0123456789ab'.padEnd(64, 'c');
    folder('.jenkins-tray');
    put('.jenkins-tray/heartbeat', `v1 ${id.slice(0, 12)} former-id ada default 1790000000 1790000007\n`);
    expect(await check()).toContain('home/held');
    expect(await check({ ours: [container(names.jenkins.dood, { id })] })).toBe('ok');
    expect(has('heartbeat')).toBe(true);
  });

  test('copies the settings before a newer Jenkins where root may not read', async () => {
    put('config.xml', '<hudson><version>2.462.1</version></hudson>');
    folder('secrets');
    put('secrets/master.key', 'key');
    expect(await check()).toBe('ok');
    expect(has('kept')).toBe(true);
  });

  test('a home that Docker sees on another file system than the user is not believed', async () => {
    // What the user sees under the same path: nothing, another folder, or another home.
    const other = mkdtempSync(join(tmpdir(), 'check-home-other-'));
    expect(await check({ seenAt: join(other, 'gone') })).toContain('home/elsewhere');
    expect(await check({ seenAt: other })).toContain('home/elsewhere');
    mkdirSync(join(other, '.jenkins-tray'));
    writeFileSync(join(other, '.jenkins-tray', 'marker.json'), '{}');
    const hourAgo = Date.now() / 1000 - 3600;
    utimesSync(other, hourAgo, hourAgo);
    expect(await check({ seenAt: other })).toContain('home/elsewhere');
    expect(remembered).toBeNull();
    rmSync(other, { recursive: true });
    expect(await check()).toBe('ok');
  });

  test('a home of which the user sees the change only later is believed', async () => {
    const before = mkdtempSync(join(tmpdir(), 'check-home-before-'));
    expect(await check({ firstSeenAt: before })).toBe('ok');
    expect(remembered).toBe('a-new-id');
    rmSync(before, { recursive: true });
  });

  test('an empty home is new, and is remembered with its id', async () => {
    folder('lost+found', { owner: 0 });
    expect(await check()).toBe('ok');
    expect([has('new'), remembered]).toEqual([true, 'a-new-id']);
    expect(JSON.parse(readFileSync(join(home, '.jenkins-tray', 'marker.json'), 'utf8'))).toEqual({
      app: 'jenkins-tray',
      format: 1,
      id: 'a-new-id',
    });
  });

  test('a new home lets nobody in before Jenkins runs', async () => {
    expect(await check()).toBe('ok');
    const config = readFileSync(join(home, 'config.xml'), 'utf8');
    expect(config).toContain('<useSecurity>true</useSecurity>');
    expect(config).toContain('<denyAnonymousReadAccess>true</denyAnonymousReadAccess>');
    expect(config).toContain('<disableSignup>true</disableSignup>');
    // A new Jenkins' own node has the label "built-in", not the "master" of an old home that is migrated.
    expect(config).toContain('<nodeRenameMigrationNeeded>false</nodeRenameMigrationNeeded>');
    expect(statSync(join(home, 'config.xml')).uid).toBe(1000);
    expect(await check()).toBe('ok');
    expect(has('new')).toBe(true);
  });

  test('one whose first start was interrupted before it was closed is closed; a known home is never', async () => {
    folder('.jenkins-tray');
    put('.jenkins-tray/marker.json', '{"app":"jenkins-tray","format":1}\n');
    expect(await check()).toBe('ok');
    expect(existsSync(join(home, 'config.xml'))).toBe(false);
    put('.jenkins-tray/new');
    expect(await check()).toBe('ok');
    expect(readFileSync(join(home, 'config.xml'), 'utf8')).toContain('useSecurity');
  });

  test('one that is still new, with a config.xml that is cut off or lets everybody in, is closed; others keep theirs', async () => {
    const open =
      '<hudson><useSecurity>true</useSecurity><authorizationStrategy class="hudson.security.AuthorizationStrategy$Unsecured"/></hudson>';
    const config = (): string => readFileSync(join(home, 'config.xml'), 'utf8');
    folder('.jenkins-tray');
    put('.jenkins-tray/marker.json', '{"app":"jenkins-tray","format":1}\n');
    put('config.xml', open);
    expect(await check()).toBe('ok');
    expect(config()).toBe(open);
    put('.jenkins-tray/new');
    for (const left of [open, '', '<hudson><useSecurity>false</useSecurity></hudson>']) {
      put('config.xml', left);
      expect(await check()).toBe('ok');
      expect(config()).toContain('FullControlOnceLoggedIn');
      expect(readFileSync(join(home, '.jenkins-tray', 'config.xml.open'), 'utf8')).toBe(left);
    }
    const own = config().replace('<useSecurity>', '<label>mine</label><useSecurity>');
    put('config.xml', own);
    expect(await check()).toBe('ok');
    expect(config()).toBe(own);
  });

  test('what user 1000 may not look at is not taken for absent', async () => {
    put('config.xml', '<hudson/>', { owner: 0 });
    expect(await check()).toContain(`home/unreadable: ${home}/config.xml`);
    expect(await check({ squashed: false })).toContain(`home/unreadable: ${home}/config.xml`);
    rmSync(join(home, 'config.xml'));
    folder('old', { owner: 0 });
    expect(await check()).toContain(`home/unreadable: ${home}/old`);
    rmSync(join(home, 'old'), { recursive: true });
    put('config.xml', '<hudson/>');
    folder('jobs');
    folder('jobs/train größer', { owner: 0 });
    expect(await check()).toContain('home/unreadable');
    expect(await check()).toContain('user 1000 has no permission for jobs/train größer');
    expect([has('new'), has('marker.json')]).toEqual([false, false]);
  });

  test('a folder that cannot be listed, or whose files cannot be looked at, is not new', async () => {
    put('config.xml', '<hudson/>');
    chmodSync(home, 0o300);
    expect(await check()).toContain('home/unreadable');
    chmodSync(home, 0o600);
    expect(await check()).toMatch(/home\/(unreadable|not-writable)/);
    chmodSync(home, 0o700);
    chownSync(home, 0, 0);
    expect(await check()).toContain('home/not-writable: It belongs to user');
  });

  test('a folder about quotas that cannot be written is no full disk', async () => {
    rmSync(home, { recursive: true });
    home = mkdtempSync(join(tmpdir(), 'quota-'));
    expect(await check()).toContain('home/not-writable: It belongs to user');
  });

  test('a volume that was just created is given to Jenkins’ user, one with content never without consent', async () => {
    chownSync(home, 0, 0);
    expect(await check()).toContain('home/not-writable');
    expect(await check({ volume: true, squashed: false })).toBe('ok');
    expect(statSync(home).uid).toBe(1000);
    rmSync(join(home, '.jenkins-tray'), { recursive: true });
    chownSync(home, 0, 0);
    put('lost', '', { owner: 0 });
    expect(await check({ volume: true, squashed: false })).toContain('home/not-writable');
  });

  test('a link to nothing is neither a new home nor ignored', async () => {
    symlinkSync('/mnt/not-mounted/config.xml', join(home, 'config.xml'));
    expect(await check()).toBe(
      `home/unreadable: ${home}/config.xml leads to /mnt/not-mounted/config.xml, which Jenkins cannot see.`,
    );
    rmSync(join(home, 'config.xml'));
    symlinkSync('/mnt/not-mounted/jobs', join(home, 'jobs'));
    expect(await check()).toContain('home/unreadable');
    expect(has('marker.json')).toBe(false);
  });

  test('accounts without a config.xml are not a new home', async () => {
    folder('users');
    put('users/users.xml', '<users/>');
    expect(await check()).toContain('home/incomplete');
    expect([has('new'), has('marker.json')]).toEqual([false, false]);
  });

  test('a known home without its marker is not marked: its disk is not mounted', async () => {
    expect(await check({ known: 'the-id' })).toContain('home/missing');
    expect(existsSync(join(home, '.jenkins-tray'))).toBe(false);
  });

  test('a home that an older version marked gets an id; one with an id keeps it', async () => {
    put('config.xml', '<hudson/>');
    folder('.jenkins-tray');
    put('.jenkins-tray/marker.json', '{"app":"jenkins-tray","format":1}\n');
    expect(await check({ known: 'the-known-id' })).toBe('ok');
    expect(remembered).toBe('the-known-id');
    put('.jenkins-tray/marker.json', '{"app":"jenkins-tray","format":1,"id":"its-own"}\n');
    expect(await check()).toBe('ok');
    expect(remembered).toBe('its-own');
  });

  test('a marker that cannot be written is a failure', async () => {
    put('config.xml', '<hudson/>');
    folder('.jenkins-tray', { mode: 0o500 });
    expect(await check()).toContain(`home/not-writable: ${home}/.jenkins-tray/marker.json`);
    expect(remembered).toBeNull();
  });
});
