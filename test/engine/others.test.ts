import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { offersOf } from '../../electron/core/settings/offers.ts';
import { withSettings } from '../../electron/core/settings/settings-change.ts';
import type { Offer } from '../../electron/shared/offer.ts';
import { badDay } from '../lab/bad-day.ts';
import { alive, BASES } from '../lab/paths.ts';
import { docker, product } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';
import { until } from '../lab/until.ts';

/** A Jenkins that somebody else made: in a container of any name, and one of this computer itself. */
const { lab, switchTo, failure, change, foreign } = badDay('others', 24800);
const BLUE = 'others-blueocean';
const { PATH } = process.env;
let war = 0;

afterAll(() => {
  run('docker', ['volume', 'rm', 'others-data']);
  if (war > 0 && alive(war)) run('kill', ['-KILL', String(war)]);
  process.env.PATH = PATH;
});

async function offerOf(name: string): Promise<Offer> {
  const { world, controller } = product(lab);
  const found = await offersOf(world, new AbortController().signal);
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
  expect(docker('exec', ours, 'sh', '-c', 'ls -d /data && echo "$JENKINS_HOME $JAVA_OPTS"')).toBe(
    `/data\n${home} -Dtheirs=1`,
  );
  const kept = docker('ps', '-a', '--filter', `name=${BLUE}-before`, '--format', '{{.State}}');
  expect(kept).toBe('exited');
});

test('a Jenkins of this computer is blocked on its home, and taken over with its unit disabled', async () => {
  const place = folder(join(lab.home, 'apt'));
  const home = join(place, 'home');
  mkdirSync(join(home, 'jobs'), { recursive: true });
  writeFileSync(join(home, 'config.xml'), '<hudson/>');
  for (const path of [home, join(home, 'jobs'), join(home, 'config.xml')]) chownSync(path, 115, 115);
  chmodSync(home, 0o755);
  docker('create', '--name', 'others-war', BASES.jenkins);
  docker('cp', 'others-war:/usr/share/jenkins/.', place);
  docker('rm', '-v', 'others-war');
  const arguments_ = ['-cp', `${join(place, 'jenkins.war')}:${place}`, 'Start', '--httpsPort=-1', '--ajp13Port=-1'];
  const child = spawn(
    'setpriv',
    [
      '--reuid=115',
      '--regid=115',
      '--clear-groups',
      'java',
      `-Djava.io.tmpdir=${home}`,
      ...arguments_,
      `--httpPort=${lab.ports.dood}`,
    ],
    { env: { PATH, HUDSON_HOME: home, HOME: home }, stdio: 'ignore' },
  );
  war = child.pid ?? 0;
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
  // This computer's Java is too new for the lab's Jenkins, which runs all the same and answers with 500.
  await until('answer of the other Jenkins', async () => (await answers(lab.ports.dood)) > 0);
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
  expect([alive(war), statSync(home).uid, await answers(lab.ports.dood)]).toEqual([false, 1000, 200]);
});
