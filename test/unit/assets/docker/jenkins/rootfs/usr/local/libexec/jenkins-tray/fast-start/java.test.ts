import { chmodSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../../../../../../doubles/script-stage.ts';
import { ROOT } from '../../../../../../../../../../lab/paths.ts';
import { run } from '../../../../../../../../../../lab/shell.ts';

const FOLDER = 'assets/docker/jenkins/rootfs/usr/local/libexec/jenkins-tray/fast-start';
const TIERS = '-XX:Tier4CompileThreshold=150000';
const refusing = `case "$*" in *ZGC*-version*) echo '[0.1s][warning][aot] Unable to use AOT cache.'; exit 1 ;; esac`;

/** Starts Jenkins as its start script does; the arguments that the real Java got, without those of the script itself. */
function started(
  file: 'jenkins.jsa' | 'jenkins.aot' | '' | null,
  options: readonly string[] = [],
  {
    env = {},
    changed = '',
    jar = '',
    scripts = false,
  }: {
    env?: Record<string, string>;
    changed?: string;
    jar?: string;
    scripts?: boolean;
  } = {},
) {
  const stage = scriptStage();
  const jvm = join(stage.folder, 'jvm');
  mkdirSync(join(jvm, 'bin'), { recursive: true });
  const notes = join(stage.folder, 'calls');
  const java = stage.write(
    'jvm/bin/java',
    `#!/bin/sh\ncase "$PATH" in *fast-start*) exit 9 ;; esac\necho "$*" >> ${notes}\n${refusing}\n`,
  );
  chmodSync(java, 0o755);
  stage.write('jvm/lib/modules', 'modules');
  const war = stage.write('jenkins.war', 'war');
  cpSync(join(ROOT, FOLDER), join(stage.folder, 'fast-start'), { recursive: true });
  const made = join(stage.folder, 'made');
  mkdirSync(made);
  const mark = (what: string, ...args: string[]) =>
    stage.write(`made/${what}`, run(join(stage.folder, 'fast-start/fingerprint'), args).stdout);
  if (file !== null) {
    if (file !== '') stage.write(`made/${file}`, 'archive');
    stage.write('made/tiers', TIERS);
    mark('machine', 'machine');
    mark('made-with', 'files', java, war);
  }
  if (scripts) mkdirSync(join(made, 'scripts'));
  if (changed !== '') stage.write(changed, 'something else');
  const path = `${stage.folder}/fast-start:${jvm}/bin:/usr/bin:/bin`;
  const ran = run('java', [...options, '-jar', jar === '' ? war : jar, '--httpPort=1'], {
    env: { PATH: path, JENKINS_TRAY_FAST_START_MADE: made, ...env },
  });
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  const tidy = (line: string) => line.replaceAll(stage.folder, '');
  return stage.calls().map((line) => tidy(line).replace(/ ?-jar .*/, ''));
}

const JSA = '-XX:SharedArchiveFile=/made/jenkins.jsa -Xlog:cds*=off';
const AOT = '-XX:AOTCache=/made/jenkins.aot -Xlog:aot*=off -Xlog:cds*=off';

test('a class archive or AOT cache comes with later compilation, and the user’s options last', () => {
  expect(started('jenkins.jsa', ['-Da=b c'])).toEqual([`${JSA} ${TIERS} -Da=b c`]);
  expect(started('jenkins.aot', ['-Da=b'])).toEqual([`${AOT} ${TIERS} -Da=b`]);
});

test('before Java 19, or after a training start that failed, there is later compilation alone', () => {
  expect(started('', ['-Da=b'])).toEqual([`${TIERS} -Da=b`]);
  expect(started('', ['-XX:+UseSerialGC'])).toEqual([`${TIERS} -XX:+UseSerialGC`]);
  expect(started('', ['-XX:TieredStopAtLevel=1'])).toEqual(['-XX:TieredStopAtLevel=1']);
});

test('compiled scripts are named where Jenkins and JVM are those that they were made with, and the user’s place wins', () => {
  const named = '-Dio.jenkins-tray.scripts=/made/scripts';
  const own = '-Dio.jenkins-tray.scripts=/own';
  expect(started('jenkins.jsa', [own], { scripts: true })).toEqual([`${JSA} ${named} ${TIERS} ${own}`]);
  expect(started('', ['-Xint'], { scripts: true })).toEqual(['-Xint']);
  expect(started('', ['-Da=b'], { scripts: true })).toEqual([`${named} ${TIERS} -Da=b`]);
  for (const changed of ['jvm/lib/modules', 'jenkins.war'])
    expect(started('jenkins.jsa', [], { scripts: true, changed })).toEqual(['']);
});

test('an image without one starts Jenkins as it is, and so does each other war, JVM and program', () => {
  expect(started(null, ['-Da=b'])).toEqual(['-Da=b']);
  for (const changed of ['jvm/lib/modules', 'jenkins.war', 'made/made-with'])
    expect(started('jenkins.jsa', ['-Da=b'], { changed })).toEqual(['-Da=b']);
  expect(started('jenkins.jsa', ['-Da=b'], { jar: '/other.jar' })).toEqual(['-Da=b']);
});

test.each([
  ['-Xshare:off'],
  ['-XX:SharedArchiveFile=/own.jsa'],
  ['-XX:AOTMode=off'],
  ['-javaagent:/a.jar'],
  ['--add-opens'],
  ['-Djava.security.manager=allow'],
])('with the user’s %s no archive is used', (option) => {
  expect(started('jenkins.jsa', [option])).toEqual([`${TIERS} ${option}`]);
});

test.each([['-XX:TieredStopAtLevel=1'], ['-Xint'], ['-XX:CompileThreshold=1'], ['-XX:Tier4LoadFeedback=1']])(
  'with the user’s %s compilation is left alone',
  (option) => {
    expect(started('jenkins.jsa', [option])).toEqual([`${JSA} ${option}`]);
  },
);

test('options in the environment count as well, and what is in a file of options is unknown', () => {
  for (const name of ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS'])
    expect(started('jenkins.aot', [], { env: { [name]: '-Da=b -Xshare:off -Xint' } })).toEqual(['']);
  expect(started('jenkins.aot', ['@/options'])).toEqual(['@/options']);
  expect(started('jenkins.aot', ['@/tmp/java-proxy.abc'])).toEqual([`${AOT} ${TIERS} @/tmp/java-proxy.abc`]);
});

test('where memory or a collector differ, the JVM is asked first', () => {
  const asked = (option: string) => `-XX:AOTCache=/made/jenkins.aot -XX:AOTMode=on ${option} -cp /jenkins.war -version`;
  expect(started('jenkins.aot', ['-Xmx4g'])).toEqual([asked('-Xmx4g'), `${AOT} ${TIERS} -Xmx4g`]);
  expect(started('jenkins.aot', ['-XX:+UseZGC'])).toEqual([asked('-XX:+UseZGC'), `${TIERS} -XX:+UseZGC`]);
  expect(started('jenkins.aot', [], { changed: 'made/machine' })).toHaveLength(2);
  // Filling a heap of many gigabytes twice would take longer than the archive saves.
  const touch = '-XX:+AlwaysPreTouch';
  expect(started('jenkins.aot', ['-Xmx4g', touch])).toEqual([asked('-Xmx4g'), `${AOT} ${TIERS} -Xmx4g ${touch}`]);
});
