import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptStage } from '../../../../../doubles/script-stage.ts';
import { ROOT } from '../../../../../lab/paths.ts';

const SCRIPT = 'assets/docker/jenkins/build/fast-start';

interface Base {
  readonly version?: string;
  readonly vm?: string;
  /** What the start script does, in shell; `$file` is what the JVM is to write, `$up` makes the page answer. */
  readonly starts?: string;
  /** What the page answers. */
  readonly page?: string;
  readonly refuses?: boolean;
  /** What it says of later compilation. */
  readonly warns?: string;
  readonly without?: string;
}

/** A build's last step on such a base: what it says, and which files it leaves. */
function trained(base: Base = {}) {
  const stage = scriptStage();
  const { version = '21', vm = 'OpenJDK 64-Bit Server VM', page = '200', refuses = false, warns = '' } = base;
  const compiles = 'mkdir "$(echo "$JAVA_OPTS" | sed "s/.*-Dio.jenkins-tray.scripts=//; s/ .*//")"';
  const { starts = `${compiles}; trap "echo archive > $file; exit 143" TERM; : > $up; while :; do sleep 0.02; done` } =
    base;
  stage.stub(
    'java',
    `case "$*" in
      *XshowSettings*) printf '    java.specification.version = ${version}\\n    java.vm.name = ${vm}\\n' >&2 ;;
      *-cp*) ${refuses ? 'echo "[0.1s][warning][cds] no"; exit 1' : 'true'} ;;
      -XX:Tier4*) echo '${warns}' ;;
    esac`,
  );
  stage.stub('setpriv', 'shift 3; exec "$@"');
  stage.stub('chown');
  stage.stub('curl', `[ -e ${stage.folder}/up ] && printf '%s' '${page}'`);
  for (const name of ['stat', 'readlink', 'od', 'uname']) stage.stub(name, `exec /usr/bin/${name} "$@"`);
  if (base.without !== undefined) stage.stub(base.without, 'exit 127');
  const war = stage.write('jenkins.war', 'war');
  const script = stage.write(
    'jenkins.sh',
    `#!/bin/sh\nfile=$(echo "$JAVA_OPTS" | sed 's/.*-XX:[A-Za-z]*=//; s/ .*//')\necho "$JAVA_OPTS $JENKINS_OPTS" > ${stage.folder}/options\nup=${stage.folder}/up\n${starts}\n`,
  );
  chmodSync(script, 0o755);
  const made = join(stage.folder, 'made');
  const tmp = join(stage.write('tmp/x', ''), '..');
  const ran = stage.run(SCRIPT, [], {
    JENKINS_WAR: war,
    JENKINS_TRAY_START: script,
    JENKINS_TRAY_FAST_START_MADE: made,
    JENKINS_TRAY_LIBEXEC: join(ROOT, 'assets/docker/jenkins/rootfs/usr/local/libexec/jenkins-tray'),
    JENKINS_TRAY_FAST_START_SETTLE: '0',
    JENKINS_TRAY_FAST_START_LIMIT: '1',
    TMPDIR: tmp,
  });
  expect([ran.status, readdirSync(tmp)]).toEqual([0, ['x']]);
  const options = join(stage.folder, 'options');
  return {
    said: ran.stdout.trim(),
    files: existsSync(made) ? readdirSync(made) : [],
    options: existsSync(options) ? readFileSync(options, 'utf8') : '',
  };
}

test.each([
  ['19', 'jenkins.jsa', 'ArchiveClassesAtExit'],
  ['24', 'jenkins.jsa', 'ArchiveClassesAtExit'],
  ['25', 'jenkins.aot', 'AOTCacheOutput'],
])('Java %s leaves %s', (version, file, option) => {
  const { said, files, options } = trained({ version });
  expect(said).toBe(`jenkins-tray: Jenkins starts with ${file} (0 MiB)`);
  expect(files.toSorted()).toEqual([file, 'machine', 'made-with', 'scripts', 'tiers'].toSorted());
  expect(options).toContain(`-XX:${option}=`);
  expect(options).toMatch(/-Xmx1g .*-Djdk\.net\.hosts\.file=.* --httpPort=\d+ --httpListenAddress=127\.0\.0\.1/);
});

test('a start that compiled nothing of the image’s scripts says so, and what one that failed compiled is not kept', () => {
  const starts = `test -s $HOME/init.groovy.d/compile.groovy && echo 'Error: no disk'; trap "echo archive > $file; exit 143" TERM; : > $up; while :; do sleep 0.02; done`;
  const { said, files } = trained({ starts });
  expect(said.split('\n')).toEqual([
    'jenkins-tray: its scripts are compiled at each start: Error: no disk',
    'jenkins-tray: Jenkins starts with jenkins.jsa (0 MiB)',
  ]);
  expect(files.toSorted()).toEqual(['jenkins.jsa', 'machine', 'made-with', 'tiers']);
  expect(trained({ refuses: true }).files.toSorted()).toEqual(['made-with', 'tiers']);
});

test.each<[string, Base, string]>([
  ['OpenJ9', { vm: 'Eclipse OpenJ9 VM' }, 'its JVM is Eclipse OpenJ9 VM'],
  ['a java that does nothing', { without: 'java' }, 'its JVM is'],
  ['a Java of no known version', { version: '21-beta' }, 'its Java is 21-beta'],
  [
    'a JVM without these options',
    { warns: 'OpenJDK 64-Bit Server VM warning: Ignoring option' },
    'the JVM refuses later compilation: OpenJDK 64-Bit Server VM warning: Ignoring option',
  ],
])('with %s the build goes on without any file', (_what, base, why) => {
  const { said, files } = trained(base);
  expect(said).toBe(`jenkins-tray: Jenkins starts as fast as it does by itself: ${why}`.trimEnd());
  expect(files).toEqual([]);
});

test.each<[string, Base, string]>([
  ['Java 8', { version: '1.8' }, 'its Java is 8; class archives of a whole start need 19'],
  ['Java 17', { version: '17' }, 'class archives of a whole start need 19'],
  [
    'a Jenkins that ends',
    { starts: 'echo java.io.IOException: no disk; echo at x' },
    'ended: java.io.IOException: no disk',
  ],
  ['one that hangs', { starts: 'exec sleep 30' }, 'its training start ended'],
  [
    'one that answers 503 until it is ended',
    { starts: ': > $up; exec sleep 30', page: '503' },
    'its training start ended',
  ],
  ['one that writes nothing', { starts: ': > $up; exec sleep 30' }, 'left no jenkins.jsa'],
  ['a JVM that refuses what it wrote', { refuses: true }, 'refuses its own jenkins.jsa: [0.1s][warning][cds] no'],
])('with %s there is later compilation alone', (_what, base, why) => {
  const { said, files } = trained(base);
  expect(said).toContain('jenkins-tray: Jenkins starts with later compilation alone: ');
  expect(said).toContain(why);
  expect(files.toSorted()).toEqual(['made-with', 'tiers']);
});
