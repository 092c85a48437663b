import { chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { jpi } from '../doubles/jpi.ts';
import { badDay } from '../lab/bad-day.ts';
import { build, IMAGES } from '../lab/image-lab.ts';
import { RECIPES } from '../lab/paths.ts';
import { makeQuickJenkins } from '../lab/quick-jenkins.ts';
import { docker } from '../lab/setup.ts';
import { must, run } from '../lab/shell.ts';

/** Plugins of a home that is taken over are upgraded with consent, the new Jenkins does not start, and all is as before. */
const { lab, switchTo, failure, change, foreign } = badDay('plugins', 25100);
const BASE = 'plugins-base';
const BLUE = 'plugins-blueocean';

afterAll(() => {
  run('docker', ['rmi', '-f', BASE, `${IMAGES.jenkins}-quick`, IMAGES.jenkins]);
});

const plugins = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));

test('plugins that were upgraded for a Jenkins that does not start are put back before the old one is', async () => {
  await build('jenkins');
  const quick = makeQuickJenkins(IMAGES.jenkins);
  must('docker', [
    'build',
    '-q',
    '--build-arg',
    `IMAGE=${quick}`,
    '-t',
    BASE,
    join(RECIPES, 'images/jenkins-upgrading'),
  ]);
  const home = join(lab.home, 'theirs');
  mkdirSync(join(home, 'plugins'), { recursive: true });
  const files: Readonly<Record<string, string | Buffer>> = {
    'config.xml': '<hudson><useSecurity>true</useSecurity></hudson>',
    'plugins/git.jpi': jpi({ 'Short-Name': 'git', 'Plugin-Version': '1.0' }),
    'plugins/of-theirs.jpi': jpi({
      'Short-Name': 'of-theirs',
      'Plugin-Version': '1',
      'Plugin-Dependencies': 'git:2.0',
    }),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content);
  for (const name of ['', 'plugins', ...Object.keys(files)]) chownSync(join(home, name), 1000, 1000);
  const images = { ...Object(lab.settings.images), jenkinsBase: BASE };
  change({ home, images, others: { takeOver: BLUE } });
  // As the first process of its container, the server would not end on a SIGTERM.
  foreign('run', '--init', '--name', BLUE, '--restart', 'always', '-v', `${home}:/var/jenkins_home`, BASE);
  const before = plugins(join(home, 'plugins'));

  // The image must be there before it can be compared.
  const asked = await failure('dood', []);
  expect(asked.code).toBe('consent/needed');
  const failed = await failure('dood', 'all');
  expect(failed.code, failed.detail).toBe('jenkins/exited');
  expect(failed.detail).toContain('the newer plugins do not work');
  const [copy = ''] = readdirSync(join(home, '.jenkins-tray', 'kept')).filter((name) => !name.includes('replaced'));
  expect(failed.detail).toContain(join(home, '.jenkins-tray', 'kept', copy));

  expect(plugins(join(home, 'plugins'))).toEqual(before);
  expect(readFileSync(join(home, 'config.xml'), 'utf8')).toBe(files['config.xml']);
  expect(plugins(join(home, '.jenkins-tray', 'kept', copy, 'plugins'))).toEqual(before);
  expect(docker('ps', '--format', '{{.Names}}', '--filter', `volume=${home}`)).toBe(BLUE);
  expect(docker('inspect', '-f', '{{.State.Running}} {{.HostConfig.RestartPolicy.Name}}', BLUE)).toBe('true always');
  // The next request asks about the plugins again.
  expect(await switchTo('dood', [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
});
