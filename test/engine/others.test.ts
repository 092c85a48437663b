import { chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { offersOf } from '../../electron/core/settings/offers.ts';
import { withSettings } from '../../electron/core/settings/settings-change.ts';
import type { Offer } from '../../electron/shared/offer.ts';
import { badDay } from '../lab/bad-day.ts';
import { alive, BASES } from '../lab/paths.ts';
import { docker, fingerprint, product, runJob } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';
import { until } from '../lab/until.ts';
import { WAR, warProcess } from '../lab/war-process.ts';

/** A Jenkins that somebody else made: in a container of any name, and one of this computer itself. */
const { lab, switchTo, failure, change, foreign } = badDay('others', 24800);
const BLUE = 'others-blueocean';
const { PATH } = process.env;
/** The process of a Jenkins of this computer. */
let war = 0;

afterAll(() => {
  run('docker', ['volume', 'rm', 'others-data']);
  if (war > 0 && alive(war)) run('kill', ['-KILL', String(war)]);
  process.env.PATH = PATH;
});

async function offerOf(name: string, copyTo: string | null = null): Promise<Offer> {
  const { world, controller } = product(lab);
  const found = await offersOf(world, new AbortController().signal, copyTo);
  await controller.close();
  const offer = found.find((it) => it.name === name);
  if (offer === undefined) throw new Error(`No ${name} among ${found.map((it) => it.name).join()}`);
  return offer;
}

/** Stores what an offer would. */
async function take({ change: wanted }: Offer): Promise<void> {
  const { world, controller } = product(lab);
  await world.settings.update((now) => withSettings(now, wanted ?? {}));
  await controller.close();
}

/** A folder of uid 1000. */
function folder(path: string): string {
  mkdirSync(path, { recursive: true });
  chownSync(path, 1000, 1000);
  return path;
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/login`).then(
    ({ status }) => status,
    () => 0,
  );

test('a Jenkins whose home is a volume is described, and nothing is made beside it without consent', async () => {
  change({ others: {} });
  foreign('create', '--name', BLUE, '-v', 'others-data:/var/jenkins_home', BASES.jenkins);
  const found = await failure('dood');
  expect(found).toMatchObject({ code: 'consent/needed', detail: expect.stringContaining(`Leave ${BLUE}`) });
  expect((await offerOf(BLUE)).description).toContain(
    `${BLUE} (image ${BASES.jenkins}, stopped) has its home in the volume`,
  );
  expect(docker('ps', '-aq', '--filter', `label=io.jenkins-tray.instance=${lab.name}`)).toBe('');
});

test('a Jenkins in a container is continued with: its home, its mounts, its options and its port', async () => {
  const home = folder(join(lab.home, 'theirs'));
  const data = folder(join(lab.home, 'data'));
  const mounts = ['-v', `${home}:/var/jenkins_home`, '-v', `${data}:/data:ro`];
  const published = ['-p', `127.0.0.1:${lab.ports.dind}:8080`];
  change({ others: {}, jenkins: {} });
  foreign(
    'run',
    '--name',
    BLUE,
    '--restart',
    'always',
    ...mounts,
    ...published,
    '-e',
    'JAVA_OPTS=-Dtheirs=1',
    BASES.jenkins,
  );
  await until('page of the other Jenkins', async () => (await answers(lab.ports.dind)) === 200);
  await take(await offerOf(BLUE));
  expect((await failure('dood')).code).toBe('consent/needed');
  const result = await switchTo('dood', 'all');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
  expect(await answers(lab.ports.dind)).toBe(200);
  const ours = lab.names.jenkins.dood;
  const port = '-Djenkins.model.Jenkins.slaveAgentPort';
  expect(docker('exec', ours, 'sh', '-c', 'ls -d /data && echo "$JENKINS_HOME $JAVA_OPTS"')).toBe(
    `/data\n${home} -Dtheirs=1 ${port}=${lab.ports.agents} ${port}Enforce=true`,
  );
  const kept = docker('ps', '-a', '--filter', `name=${BLUE}-before`, '--format', '{{.State}}');
  expect(kept).toBe('exited');
});

/** A Jenkins of this computer, of user 115 like one from apt, on a home in which a job has run once. */
async function ofThisComputer(): Promise<string> {
  const folder = join(lab.home, 'apt');
  const home = join(folder, 'home');
  war = warProcess({ folder, home, port: lab.ports.dood, uid: 115 }).pid ?? 0;
  const url = `http://127.0.0.1:${lab.ports.dood}`;
  await until('page of the Jenkins of this computer', async () => (await answers(lab.ports.dood)) === 200);
  expect(await runJob(url, 'nightly', 'echo its log')).toContain('its log');
  return home;
}
const buildsOf = async (port: number): Promise<unknown> =>
  (await fetch(`http://127.0.0.1:${port}/job/nightly/api/json?tree=builds[number,result]`)).json();
const ITS_BUILD = { builds: [{ number: 1, result: 'SUCCESS' }] };

test('a Jenkins of this computer is continued with on a copy, and its own home stays as it is', async () => {
  const home = await ofThisComputer();
  change({ home, others: { leave: true } });
  expect(await failure('dood', 'all')).toMatchObject({ code: 'home/in-use', command: `sudo kill ${war}` });
  const copy = folder(join(lab.home, 'copy'));
  change({ home: copy, others: {} });
  await take(await offerOf(WAR, copy));
  expect(await failure('dood')).toMatchObject({
    code: 'consent/needed',
    detail: expect.stringContaining(`Copy the home of ${WAR} to ${copy}`),
  });
  expect(alive(war)).toBe(true);
  // Not what its own start and stop leave and remove, some of it seconds later.
  const passing = /nodeMonitors\.xml|queue\.xml|winstone\d+|jna\d+\.tmp/;
  const kept = (): string[] =>
    fingerprint(home)
      .split('\n')
      .filter((line) => !passing.test(line));
  const before = kept();
  const result = await switchTo('dood', 'all');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
  expect(alive(war)).toBe(false);
  expect(kept()).toEqual(before);
  expect(await buildsOf(lab.ports.dood)).toEqual(ITS_BUILD);
  expect(readFileSync(join(copy, 'jobs/nightly/config.xml'))).toEqual(
    readFileSync(join(home, 'jobs/nightly/config.xml')),
  );
  expect([statSync(copy).uid, statSync(join(copy, 'jobs')).uid, statSync(join(home, 'jobs')).uid]).toEqual([
    1000, 1000, 115,
  ]);
});

test('a Jenkins of this computer is blocked on its home, and taken over with its unit disabled', async () => {
  const home = await ofThisComputer();
  // A unit as systemd has it, with a real process.
  const bin = folder(join(lab.home, 'bin'));
  const script = `#!/bin/sh
cd ${bin}
case "$*" in
  *' show jenkins.service'*)
    echo LoadState=loaded; echo User=jenkins; echo 'Environment=JENKINS_HOME=${home}'
    if [ -e stopped ]; then echo ActiveState=inactive; echo UnitFileState=disabled; echo MainPID=0
    else echo ActiveState=active; echo UnitFileState=enabled; echo MainPID=${war}; fi ;;
  *' disable --now jenkins.service')
    [ ! -e root-only ] || { echo 'Interactive authentication required.' >&2; exit 1; }
    kill ${war} && : > stopped ;;
  *) exit 1 ;;
esac`;
  writeFileSync(join(bin, 'systemctl'), script, { mode: 0o755 });
  process.env.PATH = `${bin}:${PATH}`;
  change({ home, others: { leave: true } });
  const command = 'sudo systemctl disable --now jenkins.service';
  expect(await failure('dood', 'all')).toMatchObject({ code: 'home/in-use', command });
  await take(await offerOf('jenkins.service'));
  writeFileSync(join(bin, 'root-only'), '');
  expect(await failure('dood', 'all')).toMatchObject({ code: 'home/host-jenkins', command });
  expect([alive(war), statSync(home).uid]).toEqual([true, 115]);
  run('rm', [join(bin, 'root-only')]);
  const result = await switchTo('dood', 'all');
  expect(result.ok ? result.value.jenkins.kind : result.failure).toBe('running');
  expect([alive(war), statSync(home).uid]).toEqual([false, 1000]);
  expect(await buildsOf(lab.ports.dood)).toEqual(ITS_BUILD);
});
