import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BASES, LAB, RECIPES } from './paths.ts';
import { must, run } from './shell.ts';

const RECIPE = join(RECIPES, 'images', 'jenkins');
const WAR = 'org.jvnet.hudson.main:hudson-war:1.396:war';

/** Makes the lab's Jenkins base from Jenkins' ancestor, unless this engine has it from the same recipe. */
export function makeJenkinsBase(env: NodeJS.ProcessEnv, say: (line: string) => void): void {
  const hash = createHash('sha256');
  for (const name of readdirSync(RECIPE).sort()) hash.update(`${name}\0`).update(readFileSync(join(RECIPE, name)));
  const recipe = hash.update(readFileSync(import.meta.filename)).digest('hex');
  const format = '{{index .Config.Labels "lab.recipe"}}';
  if (run('docker', ['image', 'inspect', '-f', format, BASES.jenkins], { env }).stdout.trim() === recipe) return;
  say(`making ${BASES.jenkins} from Jenkins' ancestor`);
  const context = join(LAB, 'context-jenkins');
  rmSync(context, { recursive: true, force: true });
  cpSync(RECIPE, context, { recursive: true });
  const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
  must('mvn', ['-q', '-B', copy, `-Dartifact=${WAR}`, `-DoutputDirectory=${context}`], { env });
  must('mv', [join(context, 'hudson-war-1.396.war'), join(context, 'jenkins.war')]);
  must('javac', ['--release', '8', '-Xlint:-options', '-d', context, join(context, 'Start.java')]);
  addFilter(context);
  must('docker', ['build', '-q', '--label', `lab.recipe=${recipe}`, '-t', BASES.jenkins, context], { env });
  rmSync(context, { recursive: true, force: true });
}

/** Adds ClosedFilter to the war, before all other filters. */
function addFilter(context: string): void {
  const inside = (...path: string[]): string => join(context, ...path);
  const jar = (...args: string[]) => must('sh', ['-c', 'cd "$1" && shift && jar "$@"', 'sh', context, ...args]);
  jar('xf', 'jenkins.war', 'winstone.jar', 'WEB-INF/web.xml');
  const classes = inside('WEB-INF', 'classes');
  mkdirSync(classes, { recursive: true });
  const servlets = ['-cp', inside('winstone.jar')];
  must('javac', ['--release', '8', '-Xlint:-options', ...servlets, '-d', classes, inside('ClosedFilter.java')]);
  const web = inside('WEB-INF', 'web.xml');
  const filter = '<filter-name>closed-filter</filter-name>';
  // The first filter's mapping: those before it are in a comment.
  const first = /<filter-mapping>\s*<filter-name>encoding-filter/;
  const text = readFileSync(web, 'utf8')
    .replace(first, (mapping) => `<filter-mapping>${filter}<url-pattern>/*</url-pattern></filter-mapping>${mapping}`)
    .replace('<filter>', `<filter>${filter}<filter-class>ClosedFilter</filter-class></filter><filter>`);
  if (!text.includes('ClosedFilter') || text.split(filter).length !== 3) throw new Error('web.xml is not as expected');
  writeFileSync(web, text);
  jar('uf', 'jenkins.war', 'WEB-INF');
}
