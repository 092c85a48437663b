import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { jpi } from '../doubles/jpi.ts';
import { ownedFiles } from '../doubles/owned-files.ts';
import { build, IMAGES } from '../lab/image-lab.ts';
import { makeQuickJenkins } from '../lab/quick-jenkins.ts';
import { cleanUp, docker, product, setup, writeSettings } from '../lab/setup.ts';
import { run } from '../lab/shell.ts';

/** A home from elsewhere whose plugins are older than the image's, on a real engine, with real archives. */
const lab = setup('plugins', 24500);
const OLD = 'plugins-old';
const BASE = 'plugins-base';
const plugin = (name: string, version: string, needs = '') =>
  jpi({ 'Short-Name': name, 'Plugin-Version': version, 'Plugin-Dependencies': needs });
const { put, folder } = ownedFiles(() => lab.home);
const versionOf = (path: string): string => /Plugin-Version: (\S+)/.exec(readFileSync(path, 'latin1'))?.[1] ?? '';
const versions = (under = ''): readonly string[] =>
  readdirSync(join(lab.home, under, 'plugins'))
    .filter((name) => name.endsWith('.jpi'))
    .map((name) => `${name} ${versionOf(join(lab.home, under, 'plugins', name))}`)
    .sort();
const kept = (): readonly string[] => readdirSync(join(lab.home, '.jenkins-tray/kept')).sort();

afterAll(() => {
  run('docker', ['rm', '-f', '-v', OLD]);
  cleanUp(lab);
  run('docker', ['rmi', '-f', BASE, `${IMAGES.jenkins}-quick`, IMAGES.jenkins]);
});

/** A base with one newer plugin, whose Jenkins never becomes ready where the home says so. */
async function makeBase(): Promise<void> {
  await build('jenkins');
  const context = mkdtempSync(join(tmpdir(), 'plugins-base-'));
  writeFileSync(join(context, 'scm-api.jpi'), plugin('scm-api', '700.v2'));
  // What the official start script does with plugins that it did not install, in short.
  writeFileSync(
    join(context, 'start'),
    `#!/bin/sh
for file in /usr/share/jenkins/ref/plugins/*.jpi; do
  to=$JENKINS_HOME/plugins/\${file##*/}
  [ -e "$to" ] && [ -z "$TRY_UPGRADE_IF_NO_MARKER$PLUGINS_FORCE_UPGRADE" ] || cp -p "$file" "$to"
done
[ ! -e "$JENKINS_HOME/silent" ] || [ -z "$JENKINS_TRAY_HOST" ] || exec sleep 600
exec /usr/local/bin/server
`,
  );
  const quick = makeQuickJenkins(IMAGES.jenkins);
  writeFileSync(
    join(context, 'Dockerfile'),
    `FROM ${quick}\nUSER root\nRUN mv /usr/local/bin/jenkins.sh /usr/local/bin/server && rm -rf /usr/share/jenkins/ref/plugins\nCOPY start /usr/local/bin/jenkins.sh\nCOPY scm-api.jpi /usr/share/jenkins/ref/plugins/\nRUN chmod 755 /usr/local/bin/jenkins.sh\nUSER 1000\n`,
  );
  docker('build', '-q', '-t', BASE, context);
  rmSync(context, { recursive: true });
}

async function up() {
  const { controller } = product(lab);
  const result = await controller.fulfil({ mode: 'dood', consents: 'all' });
  await controller.close();
  return result;
}

const BEFORE = ['scm-api.jpi 2.2', 'workflow-cps.jpi 2648.va'];

test('plugins that are replaced with consent are kept, and put back where the new Jenkins does not become ready', async () => {
  await makeBase();
  put('config.xml', '<hudson><useSecurity>true</useSecurity></hudson>');
  folder('plugins');
  put('plugins/scm-api.jpi', plugin('scm-api', '2.2'));
  put('plugins/workflow-cps.jpi', plugin('workflow-cps', '2648.va', 'scm-api:676.v1'));
  put('silent');
  writeFileSync(join(lab.configDir, 'plugins.txt'), '');
  const images = { ...Object(lab.settings.images), jenkinsBase: BASE, pluginsFile: join(lab.configDir, 'plugins.txt') };
  writeSettings(lab, { ...lab.settings, images, others: { takeOver: OLD }, timeouts: { ready: 10 } });
  docker('run', '-d', '--name', OLD, '-v', `${lab.home}:/var/jenkins_home`, '--entrypoint', 'jenkins.sh', BASE);

  const failed = await up();
  expect(failed.ok ? '' : failed.failure.detail).toContain('.jenkins-tray/kept/plugins-');
  expect(versions()).toEqual(BEFORE);
  expect(docker('inspect', '-f', '{{.State.Running}}', OLD)).toBe('true');
  expect(existsSync(join(lab.home, '.jenkins-tray/upgrade-plugins'))).toBe(false);
  const [copy = '', replaced = ''] = kept();
  expect([copy, replaced].map((name) => versions(`.jenkins-tray/kept/${name}`))).toEqual([
    BEFORE,
    ['scm-api.jpi 700.v2'],
  ]);

  rmSync(join(lab.home, 'silent'));
  expect((await up()).ok).toBe(true);
  expect(versions()).toEqual(['scm-api.jpi 700.v2', 'workflow-cps.jpi 2648.va']);
  expect(versions(`.jenkins-tray/kept/${kept().at(-1)}`)).toEqual(BEFORE);
});
