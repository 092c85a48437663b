import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../../../../lab/paths.ts';

/** The Groovy that Jenkins has, where a build with Maven left it on this computer; without it nothing is parsed here. */
const JAR = join(homedir(), '.m2/repository/org/codehaus/groovy/groovy-all/2.4.21/groovy-all-2.4.21.jar');
const FOLDER = join(ROOT, 'assets/docker/jenkins/ref/init.groovy.d');
const PARSE = `import org.codehaus.groovy.control.*
args.each { def unit = new CompilationUnit(); unit.addSource(new File(it)); unit.compile(Phases.CONVERSION); println it }`;

test.skipIf(!existsSync(JAR))(
  'Jenkins’ Groovy parses every script',
  () => {
    const scripts = readdirSync(FOLDER).map((name) => join(FOLDER, name));
    const ran = spawnSync('java', ['-cp', JAR, 'groovy.ui.GroovyMain', '-e', PARSE, ...scripts], { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    expect(ran.stdout.trim().split('\n')).toEqual(scripts);
  },
  60_000,
);
