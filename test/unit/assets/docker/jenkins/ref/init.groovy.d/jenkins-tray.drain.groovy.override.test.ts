import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

/** As much of Jenkins as the script uses of builds, by https://javadoc.jenkins.io. */
const STUBS: Readonly<Record<string, string>> = {
  'hudson/ExtensionList': 'public class ExtensionList { }',
  'hudson/init/InitMilestone': 'public enum InitMilestone { COMPLETED }',
  'hudson/model/AbstractProject': 'public class AbstractProject { }',
  'hudson/model/Cause': `public class Cause { public static class UpstreamCause extends Cause { Run of;
    public UpstreamCause(Run of) { this.of = of; } public Run getUpstreamRun() { return of; } } }`,
  'hudson/model/CauseAction': 'public class CauseAction { public CauseAction(java.util.List<Cause> causes) { } }',
  'hudson/model/Executor': `public class Executor { Run run; public Executor(Run run) { this.run = run; }
    public Object getCurrentExecutable() { return run; } public boolean isBusy() { return true; }
    public void interrupt(Result result) { System.out.println("interrupted " + run.getUrl()); } }`,
  'hudson/model/ParametersAction': 'public class ParametersAction { }',
  'hudson/model/Queue': 'public class Queue { public static class Item { } }',
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
    public List<Jenkins> getComputers() { return Arrays.asList(this); } }`,
};
const ACT = `
import hudson.model.*; import jenkins.model.Jenkins
def loader = new GroovyClassLoader(); loader.parseClass(new File(args[0]))
def (parent, child, other) = ['parent', 'child', 'other'].collect { new Run('job/' + it + '/1/') }
child.causes << new Cause.UpstreamCause(parent)
Jenkins.get().executors.addAll([parent, child, other].collect { new Executor(it) })
loader.loadClass('Drain').takeRequests()
println 'end'
Jenkins.get().executors.retainAll { it.currentExecutable == other }
loader.loadClass('Drain').endBuilds(200)
def began = System.currentTimeMillis()
loader.loadClass('Drain').endBuilds(60000)
println 'again: ' + (System.currentTimeMillis() - began < 5000)
loader.loadClass('DrainRecords').newInstance().onStarted(parent, new TaskListener())
`;

test.skipIf(!existsSync(GROOVY))(
  'aborted builds are queued again once, and those that never end or just begin are saved',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'jt-drain-'));
    try {
      const put = (path: string, text: string): string => {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
        return join(folder, path);
      };
      const sources = Object.entries(STUBS).map(([path, text]) =>
        put(`src/${path}.java`, `package ${dirname(path).replaceAll('/', '.')};\n${text}`),
      );
      put('abort', ['parent', 'child', 'other'].map((name) => `requeue job/${name}/1/\n`).join(''));
      expect(spawnSync('javac', ['-nowarn', '-d', join(folder, 'classes'), ...sources]).status).toBe(0);
      const cp = [GROOVY, join(folder, 'classes')].join(':');
      const script = join(FOLDER, 'jenkins-tray.drain.groovy.override');
      const words = ['-cp', cp, 'groovy.ui.GroovyMain', put('act.groovy', ACT), script];
      const env = { ...process.env, JENKINS_TRAY_RUN: folder };
      const { stdout, stderr } = spawnSync('java', words, { encoding: 'utf8', env });
      expect(stdout.trim().split('\n'), stderr).toEqual([
        'queued job/parent/1/',
        'interrupted job/parent/1/',
        // Its parent, which is queued again, begins it again.
        'interrupted job/child/1/',
        'queued job/other/1/',
        'interrupted job/other/1/',
        'end',
        'interrupted job/other/1/',
        'aborted job/other/1/',
        'saved job/other/1/',
        'again: true',
        'saved job/parent/1/',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);
