import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GROOVY } from '../../../../../../lab/groovy.ts';
import { ROOT } from '../../../../../../lab/paths.ts';

const FOLDER = join(ROOT, 'assets/docker/jenkins/ref/init.groovy.d');
const PARSE = `import org.codehaus.groovy.control.*
args.each { def unit = new CompilationUnit(); unit.addSource(new File(it)); unit.compile(Phases.CONVERSION); println it }`;

test.skipIf(!existsSync(GROOVY))(
  'Jenkins’ Groovy parses every script',
  () => {
    const scripts = readdirSync(FOLDER).map((name) => join(FOLDER, name));
    const ran = spawnSync('java', ['-cp', GROOVY, 'groovy.ui.GroovyMain', '-e', PARSE, ...scripts], {
      encoding: 'utf8',
    });
    expect(ran.stderr).toBe('');
    expect(ran.stdout.trim().split('\n')).toEqual(scripts);
  },
  60_000,
);
