import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GROOVY } from '../../../../../../../../../../lab/groovy.ts';
import { ROOT } from '../../../../../../../../../../lab/paths.ts';

const SCRIPT = join(ROOT, 'assets/docker/jenkins/rootfs/usr/local/lib/jenkins-tray/scripts/drain.groovy');

/** As much of Jenkins as the script uses of builds, by https://javadoc.jenkins.io. */
const STUBS: Readonly<Record<string, string>> = {
  'hudson/ExtensionList': `public class ExtensionList { public static java.util.List<Object> lookup(Class of) {
    System.out.println("adds a " + of.getSimpleName()); return new java.util.ArrayList<>(); } }`,
  'hudson/init/InitMilestone': 'public enum InitMilestone { COMPLETED }',
  'hudson/model/AbstractProject': 'public class AbstractProject { }',
  'hudson/model/Cause': `public class Cause { public static class UpstreamCause extends Cause { Run of;
    public UpstreamCause(Run of) { this.of = of; } public Run getUpstreamRun() { return of; } } }`,
  'hudson/model/CauseAction': 'public class CauseAction { public CauseAction(java.util.List<Cause> causes) { } }',
  'hudson/model/Executor': `public class Executor { Run run; public Executor(Run run) { this.run = run; }
    public Object getCurrentExecutable() { return run; } public boolean isBusy() { return true; }
    public void interrupt(Result result) { System.out.println("interrupted " + run.getUrl()); } }`,
  'hudson/model/ParametersAction': 'public class ParametersAction { }',
  'hudson/model/Queue': `import java.util.*; public class Queue { public List<Item> waiting = new ArrayList<>();
    public Item[] getItems() { return waiting.toArray(new Item[0]); }
    public static class Item { public long id; public Object task; public List<Cause> causes = new ArrayList<>(); }
    public void scheduleMaintenance() { System.out.println("the queue is looked at"); } }`,
  'hudson/model/Result': 'public class Result { public static final Result ABORTED = new Result(); }',
  'hudson/model/Run': `import java.util.*; public class Run { String url; public List<Cause> causes = new ArrayList<>();
    public Run(String url) { this.url = url; } public String getUrl() { return url; }
    public String getFullDisplayName() { return url; } public String getExternalizableId() { return url; }
    public boolean hasntStartedYet() { return false; } public boolean isBuilding() { return true; }
    public boolean isLogUpdated() { return true; } public List<Object> getActions(Class<?> of) { return new ArrayList<>(); }
    public Run getParent() { return this; }
    public void scheduleBuild2(int quiet, Object... actions) { System.out.println("queued " + url); }
    public void setResult(Result result) { System.out.println("aborted " + url); }
    public void save() { System.out.println("saved " + url); } }`,
  'hudson/model/TaskListener': 'public class TaskListener { }',
  'hudson/model/listeners/ItemListener': 'public class ItemListener { public void onBeforeShutdown() { } }',
  'hudson/model/listeners/RunListener':
    'public class RunListener<R> { public void onStarted(R run, hudson.model.TaskListener to) { } }',
  'hudson/model/queue/CauseOfBlockage': 'public abstract class CauseOfBlockage { }',
  'hudson/model/queue/QueueTaskDispatcher': 'public class QueueTaskDispatcher { }',
  'hudson/security/ACL': 'public class ACL { }',
  'jenkins/model/Jenkins': `import java.util.*; import hudson.model.*; public class Jenkins {
    static Jenkins one = new Jenkins(); public static Jenkins get() { return one; }
    public List<Executor> executors = new ArrayList<>(), oneOffExecutors = new ArrayList<>();
    public List<Jenkins> getComputers() { return Arrays.asList(this); }
    public hudson.model.Queue queue = new hudson.model.Queue(); boolean quietingDown = false;
    public java.io.File getRootDir() { return new java.io.File(System.getenv("JENKINS_TRAY_RUN")); }
    public boolean isQuietingDown() { return quietingDown; }
    public void doQuietDown() { quietingDown = true; System.out.println("quiet"); }
    public void doCancelQuietDown() { quietingDown = false; System.out.println("builds"); } }`,
};
const ACT = `
import hudson.model.*; import jenkins.model.Jenkins
def loader = new GroovyClassLoader(); loader.parseClass(new File(args[0]))
def (parent, child, other) = ['parent', 'child', 'other'].collect { new Run('job/' + it + '/1/') }
child.causes << new Cause.UpstreamCause(parent)
Jenkins.get().executors.addAll([parent, child, other].collect { new Executor(it) })
loader.loadClass('jenkinstray.Drain').takeRequests()
println 'taken'
Jenkins.get().executors.retainAll { it.currentExecutable == other }
loader.loadClass('jenkinstray.Drain').endBuilds(200)
def began = System.currentTimeMillis()
loader.loadClass('jenkinstray.Drain').endBuilds(60000)
println 'again: ' + (System.currentTimeMillis() - began < 5000)
loader.loadClass('jenkinstray.DrainRecords').newInstance().onStarted(parent, new TaskListener())
println 'end'
`;

/** A build of its own, a step of a running Pipeline, and a build that a running one has triggered. */
const DRAIN = `
import hudson.model.*; import jenkins.model.Jenkins
new GroovyShell().evaluate(new File(args[0]))
class Task { def of; def getOwnerTask() { of ?: this } }
def loader = new GroovyClassLoader(); loader.parseClass(new File(args[0]))
def (drain, gate) = [loader.loadClass('jenkinstray.Drain'), loader.loadClass('jenkinstray.DrainQueue').newInstance()]
def item = { task, causes -> def made = new Queue.Item(); made.task = task; made.causes.addAll(causes); made }
def items = [top: item(new Task(), []), step: item(new Task(of: new Task()), []),
  child: item(new Task(), [new Cause.UpstreamCause(new Run('job/parent/1/'))])]
Jenkins.get().queue.waiting.add(items.top)
def say = { println it + ': ' + items.findAll { name, one -> gate.canRun(one) == null }.keySet().join(' ') }
drain.follow()
say 'before'
drain.at('drain').text = ''
drain.follow()
say 'drained'
drain.at('quiet').text = ''
drain.follow()
say 'quiet'
drain.at('drain').lastModified = System.currentTimeMillis() - 61000
drain.follow()
say 'a minute later'
println 'end'
`;

/** Its home is the folder of its files here. */
const TELL = `
import hudson.model.*; import jenkins.model.Jenkins
def loader = new GroovyClassLoader(); def drain = loader.parseClass(new File(args[0])); drain = loader.loadClass('jenkinstray.Drain')
def file = drain.changes()
def say = { what, act ->
  if (file.exists()) file.lastModified = 1000
  act()
  drain.write()
  println what + ': ' + (!file.exists() ? 'no file' : file.lastModified() > 1000 ? 'a change' : 'nothing')
}
say 'without a folder', { }
new File(drain.at(''), '.jenkins-tray').mkdir()
say 'with a folder', { }
say 'one waits', { Jenkins.get().queue.waiting.add(new Queue.Item()) }
say 'another waits', { Jenkins.get().queue.waiting[0] = new Queue.Item(id: 2) }
println file.text == new File('/proc/sys/kernel/hostname').text
say 'the same later', { drain.writtenAt -= 10000 }
drain.reportNothing()
println 'after a failure: ' + file.exists()
say 'the same again', { }
say 'it is quiet', { Jenkins.get().doQuietDown() }
say 'the file was removed', { file.delete(); Jenkins.get().queue.waiting.clear() }
println 'end'
`;

/** Has the classes of the stubs, and below it what each act leaves. */
let stage = '';

function put(path: string, text: string): string {
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  writeFileSync(join(stage, path), text);
  return join(stage, path);
}

/** What the act prints, with the script's classes and so much of Jenkins around it. `files`: what the app has written. */
function acted(act: string, files: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(join(stage, 'run-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const cp = [GROOVY, join(stage, 'classes')].join(':');
  const words = ['-cp', cp, 'groovy.ui.GroovyMain', put('act.groovy', act), SCRIPT];
  const { JENKINS_TRAY_URL: _, ...env } = process.env;
  const ran = spawnSync('java', words, { encoding: 'utf8', env: { ...env, JENKINS_TRAY_RUN: folder } });
  expect(ran.status, ran.stderr).toBe(0);
  return ran.stdout.trim().split('\n');
}

describe.skipIf(!existsSync(GROOVY))('of the script in Jenkins', () => {
  beforeAll(() => {
    stage = mkdtempSync(join(tmpdir(), 'jt-drain-'));
    const sources = Object.entries(STUBS).map(([path, text]) =>
      put(`src/${path}.java`, `package ${dirname(path).replaceAll('/', '.')};\n${text}`),
    );
    const compiled = spawnSync('javac', ['-nowarn', '-d', join(stage, 'classes'), ...sources], { encoding: 'utf8' });
    expect(compiled.status, compiled.stderr).toBe(0);
  }, 120_000);
  afterAll(() => rmSync(stage, { recursive: true }));

  test('aborted builds are queued again once, and those that never end or just begin are saved', () => {
    const abort = ['parent', 'child', 'other'].map((name) => `requeue job/${name}/1/\n`).join('');
    expect(acted(ACT, { abort })).toEqual([
      'queued job/parent/1/',
      'interrupted job/parent/1/',
      // Its parent, which is queued again, begins it again.
      'interrupted job/child/1/',
      'queued job/other/1/',
      'interrupted job/other/1/',
      'taken',
      'interrupted job/other/1/',
      'aborted job/other/1/',
      'saved job/other/1/',
      'again: true',
      'saved job/parent/1/',
      'end',
    ]);
  }, 120_000);

  test('it gives a file of the home a new time when what runs or waits has changed, and only then', () => {
    expect(acted(TELL, {})).toEqual([
      'without a folder: no file',
      'with a folder: a change',
      'one waits: a change',
      'another waits: a change',
      'true',
      'the same later: nothing',
      'after a failure: false',
      'the same again: a change',
      'quiet',
      'it is quiet: a change',
      'the file was removed: a change',
      'end',
    ]);
  }, 120_000);

  test('it adds nothing where this app did not start Jenkins; a drain lets through what running builds need, and ends a minute after a crash', () => {
    expect(acted(DRAIN, {})).toEqual([
      'before: top step child',
      'the queue is looked at',
      'drained: step child',
      'quiet',
      'quiet: step child',
      'builds',
      'the queue is looked at',
      'a minute later: top step child',
      'end',
    ]);
  }, 120_000);
});
