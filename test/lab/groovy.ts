import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LAB } from './paths.ts';
import { must } from './shell.ts';

const VERSION = '2.4.21';
/** The Groovy that Jenkins has; `npm test` fetches it before the tests that run Jenkins' start scripts on it. */
export const GROOVY = join(LAB, `groovy-all-${VERSION}.jar`);

// Run by itself, this file fetches it with Maven.
if (process.argv[1] === import.meta.filename && !existsSync(GROOVY)) {
  mkdirSync(LAB, { recursive: true });
  const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
  must('mvn', ['-q', '-B', copy, `-Dartifact=org.codehaus.groovy:groovy-all:${VERSION}`, `-DoutputDirectory=${LAB}`]);
}
