import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { GROOVY } from '../../../../../../lab/groovy.ts';
import { ROOT } from '../../../../../../lab/paths.ts';

const JENKINS = join(ROOT, 'assets/docker/jenkins');
const HOOK = join(JENKINS, 'ref/init.groovy.d/jenkins-tray.groovy.override');
const COMPILE = join(JENKINS, 'build/compile.groovy');
const PARSE = `import org.codehaus.groovy.control.*
args.each { def unit = new CompilationUnit(); unit.addSource(new File(it)); unit.compile(Phases.CONVERSION); println it }`;
/** As Jenkins runs its hooks, by a shell that finds what plugins have. */
const RUN = 'for (file in args) new GroovyShell(getClass().classLoader).evaluate(new File(file))';

/** What each script of the image does here: `home` throws. */
const TEXTS: Readonly<Record<string, string>> = {
  drain: "class Drain { static say() { println 'drain of ' + Drain.classLoader.class.simpleName } }\nDrain.say()",
  gpu: "if (true) return\nprintln 'never'",
  home: "println 'home'\nthrow new IllegalStateException('no disk')",
  password: "println 'password'",
};

let stage = '';

/** What the scripts' classes are made of; of Jenkins' other classes only the name counts. */
const BASES: Readonly<Record<string, string>> = {
  'hudson.model.Cause': 'public class Cause { public static class UpstreamCause extends Cause { } }',
  'hudson.model.Queue':
    'public class Queue { public static class Item { } public static class BuildableItem extends Item { } }',
  'hudson.model.listeners.RunListener': 'public class RunListener<R> { }',
};
const SCRIPTS = join(JENKINS, 'rootfs/usr/local/lib/jenkins-tray/scripts');

/** Compiles what the scripts import of Jenkins; returns the folder. */
function jenkinsClasses(): string {
  const texts = readdirSync(SCRIPTS).map((name) => readFileSync(join(SCRIPTS, name), 'utf8'));
  const names = new Set(
    texts.flatMap((text) => [...text.matchAll(/^import ((?:hudson|jenkins)\.\S+)/gm)].map(([, it]) => it ?? '')),
  );
  const sources = [...names].map((name) => {
    const [, inside = '', own = ''] = /^(.*)\.(\w+)$/.exec(name) ?? [];
    const path = join(stage, 'src', `${name.replaceAll('.', '/')}.java`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `package ${inside};\n${BASES[name] ?? `public class ${own} { }`}`);
    return path;
  });
  const compiled = spawnSync('javac', ['-nowarn', '-d', join(stage, 'jenkins'), ...sources], { encoding: 'utf8' });
  expect([compiled.status, compiled.stderr]).toEqual([0, '']);
  return join(stage, 'jenkins');
}

/** A folder with the scripts, and `start.groovy` as it is. */
function begin(): { readonly texts: string; readonly classes: string } {
  stage = mkdtempSync(join(tmpdir(), 'jt-hook-'));
  const texts = join(stage, 'texts');
  mkdirSync(texts);
  cpSync(join(SCRIPTS, 'start.groovy'), join(texts, 'start.groovy'));
  for (const [name, text] of Object.entries(TEXTS))
    writeFileSync(join(texts, `${name}.groovy`), `package jenkinstray\n${text}`);
  return { texts, classes: join(stage, 'classes') };
}
afterEach(() => rmSync(stage, { recursive: true, force: true }));

/** Runs hooks; returns what they print, and what they tell of trouble. */
function ran(hooks: readonly string[], texts: string, classes?: string, jenkins = '') {
  const property = classes === undefined ? [] : [`-Dio.jenkins-tray.scripts=${classes}`];
  const words = [...property, '-cp', `${GROOVY}:${jenkins}`, 'groovy.ui.GroovyMain', '-e', RUN, ...hooks];
  const { status, stdout, stderr } = spawnSync('java', words, {
    encoding: 'utf8',
    env: { ...process.env, JENKINS_TRAY_SCRIPTS: texts },
  });
  const told = stderr.split('\n').filter((line) => /^jenkins-tray|^java\.lang\.Ill/.test(line));
  return { status, said: stdout.trim().split('\n'), told };
}

const FAILED = ['jenkins-tray: the script home ended early', 'java.lang.IllegalStateException: no disk'];
const FROM_TEXT = ['drain of InnerLoader', 'home', 'password'];
const FROM_CLASSES = ['drain of URLClassLoader', 'home', 'password'];

describe.skipIf(!existsSync(GROOVY))('of the scripts in Jenkins', () => {
  test('Jenkins’ Groovy parses every one', () => {
    const scripts = globSync(join(JENKINS, '**/*.groovy{,.override}'));
    expect(scripts).toHaveLength(8);
    const parsed = spawnSync('java', ['-cp', GROOVY, 'groovy.ui.GroovyMain', '-e', PARSE, ...scripts], {
      encoding: 'utf8',
    });
    expect([parsed.stderr, parsed.stdout.trim().split('\n')]).toEqual(['', scripts]);
  }, 60_000);

  test('each is run, in order, also after one that throws; from its text where there are no classes', () => {
    const { texts } = begin();
    expect(ran([HOOK], texts)).toEqual({ status: 0, said: FROM_TEXT, told: FAILED });
  }, 60_000);

  test('the training start compiles them, and later starts need no text', () => {
    const { texts, classes } = begin();
    expect(ran([COMPILE, HOOK], texts, classes)).toEqual({ status: 0, said: FROM_CLASSES, told: FAILED });
    expect(readdirSync(stage).toSorted()).toEqual(['classes', 'texts']);
    rmSync(texts, { recursive: true });
    expect(ran([HOOK], texts, classes)).toEqual({ status: 0, said: FROM_CLASSES, told: FAILED });
  }, 60_000);

  test('the image’s own compile together', () => {
    const { classes } = begin();
    expect(ran([COMPILE], SCRIPTS, classes, jenkinsClasses())).toEqual({ status: 0, said: [''], told: [] });
    const made = readdirSync(join(classes, 'jenkinstray'));
    for (const name of ['start', 'drain', 'gpu', 'home', 'password']) expect(made).toContain(`${name}.class`);
  }, 60_000);

  test('a class that is missing or damaged is made from its text', () => {
    const { texts, classes } = begin();
    ran([COMPILE], texts, classes);
    writeFileSync(join(classes, 'jenkinstray/home.class'), 'damaged');
    rmSync(join(classes, 'jenkinstray/password.class'));
    expect(ran([HOOK], texts, classes)).toEqual({ status: 0, said: FROM_CLASSES, told: FAILED });
    writeFileSync(join(classes, 'jenkinstray/start.class'), 'damaged');
    const { said, told } = ran([HOOK], texts, classes);
    expect(said).toEqual(FROM_TEXT);
    expect(told).toEqual([expect.stringMatching(/^jenkins-tray: its compiled scripts are not used: /), ...FAILED]);
  }, 60_000);

  test('in a Jenkins without the image it does nothing', () => {
    begin();
    expect(ran([HOOK], join(stage, 'none'))).toEqual({ status: 0, said: [''], told: [] });
  }, 60_000);
});
