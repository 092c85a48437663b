import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GROOVY } from '../../../../../../../../../../lab/groovy.ts';
import { ROOT } from '../../../../../../../../../../lab/paths.ts';

const SCRIPT = join(ROOT, 'assets/docker/jenkins/rootfs/usr/local/lib/jenkins-tray/scripts/gpu.groovy');

/** As much of Jenkins as the script uses, by https://javadoc.jenkins.io. */
const STUBS: Readonly<Record<string, string>> = {
  'hudson/ExtensionList': `import java.util.*; public class ExtensionList<T> extends ArrayList<T> {
    static Map<Class<?>, ExtensionList<?>> all = new HashMap<>();
    @SuppressWarnings("unchecked") public static <U> ExtensionList<U> lookup(Class<U> of) {
      return (ExtensionList<U>) all.computeIfAbsent(of, one -> new ExtensionList<U>()); } }`,
  'hudson/model/LabelFinder': `public abstract class LabelFinder {
    public abstract java.util.Collection<hudson.model.labels.LabelAtom> findLabels(Node node); }`,
  'hudson/model/Node': `public class Node { public Computer toComputer() { return Computer.ONE; }
    public java.util.Set<hudson.model.labels.LabelAtom> getAssignedLabels() { return new java.util.HashSet<>(); }
    public String getLabelString() { return "linux gpu  gpu-2g"; } }`,
  'hudson/model/Computer': `import java.util.*; public class Computer { public static Computer ONE = new Computer();
    public List<Executor> executors = new ArrayList<>(); public List<Executor> oneOffExecutors = new ArrayList<>();
    public List<Executor> getExecutors() { return executors; }
    public List<Executor> getOneOffExecutors() { return oneOffExecutors; } }`,
  'hudson/model/Executor': `public class Executor { Work unit; long elapsed; public Object currentExecutable;
    public Executor(Label label, long elapsed) { currentExecutable = elapsed > 999999 ? null : this; unit = new Work(); unit.work = new Sub(label); this.elapsed = elapsed; }
    public Work getCurrentWorkUnit() { return unit; } public long getElapsedTime() { return elapsed; }
    public static class Work { public Sub work; }
    public static class Sub { Label label; Sub(Label label) { this.label = label; }
      public Label getAssignedLabel() { return label; } } }`,
  // An expression such as \`gpu-4g&&!gpu-8g||linux\`.
  'hudson/model/Label': `import java.util.*; import hudson.model.labels.LabelAtom; public class Label { String text;
    public Label(String text) { this.text = text; }
    public Set<LabelAtom> listAtoms() { Set<LabelAtom> all = new HashSet<>();
      for (String one : text.split("[!&|]+")) if (!one.isEmpty()) all.add(new LabelAtom(one)); return all; }
    public boolean matches(Collection<LabelAtom> labels) { Set<String> names = new HashSet<>();
      for (LabelAtom one : labels) names.add(one.getName());
      return Arrays.stream(text.split("[|]{2}")).anyMatch(either -> Arrays.stream(either.split("&&"))
        .allMatch(one -> one.startsWith("!") ? !names.contains(one.substring(1)) : names.contains(one))); } }`,
  'hudson/model/labels/LabelAtom': `public class LabelAtom { String name; public LabelAtom(String name) { this.name = name; }
    public String getName() { return name; } }`,
  'hudson/model/Queue': `public class Queue { public static class BuildableItem { Label label;
    public BuildableItem(Label label) { this.label = label; } public Label getAssignedLabel() { return label; } } }`,
  'hudson/model/queue/CauseOfBlockage':
    'public abstract class CauseOfBlockage { public abstract String getShortDescription(); }',
  'hudson/model/queue/QueueTaskDispatcher': `import hudson.model.*; public abstract class QueueTaskDispatcher {
    public CauseOfBlockage canTake(Node node, Queue.BuildableItem item) { return null; } }`,
  'jenkins/model/Jenkins': `public class Jenkins extends hudson.model.Node { static Jenkins one = new hudson.model.Hudson();
    public int trims; public java.util.List<hudson.model.Node> nodes = new java.util.ArrayList<>();
    public java.util.Set<hudson.model.labels.LabelAtom> getAssignedLabels() {
      java.util.Set<hudson.model.labels.LabelAtom> all = new java.util.HashSet<>();
      for (String one : "linux gpu gpu-1g gpu-2g gpu-3g gpu-4g gpu-5g gpu-10g gpu-12g".split(" "))
        all.add(new hudson.model.labels.LabelAtom(one));
      return all; }
    public java.util.List<hudson.model.Node> getNodes() { return nodes; } public static Jenkins get() { return one; } void trimLabels() { trims++; }
    public java.io.File getRootDir() { return new java.io.File(System.getProperty("home")); } }`,
  'hudson/model/Hudson': 'public class Hudson extends jenkins.model.Jenkins { }',
  'jenkins/util/Timer': `import java.util.concurrent.*; public class Timer {
    static ScheduledExecutorService pool = Executors.newScheduledThreadPool(1, run -> {
      Thread thread = new Thread(run); thread.setDaemon(true); return thread; });
    public static ScheduledExecutorService get() { return pool; } }`,
};

/** Prints the labels, and for items with these labels why they wait. */
const ASK = `
import hudson.ExtensionList; import hudson.model.*; import hudson.model.queue.*; import jenkins.model.Jenkins
new GroovyShell().evaluate(new File(args[0]))
def it = { Label label, Node node = Jenkins.get() ->
  ExtensionList.lookup(QueueTaskDispatcher)[0].canTake(node, new Queue.BuildableItem(label))?.shortDescription ?: 'starts' }
if (ExtensionList.lookup(LabelFinder).isEmpty()) { println 'nothing changed'; return }
println 'labels: ' + ExtensionList.lookup(LabelFinder)[0].findLabels(Jenkins.get())*.name.join(' ')
println 'agent: ' + it(new Label('gpu-99g'), new Node()) + ExtensionList.lookup(LabelFinder)[0].findLabels(new Node())
println 'none: ' + it(null)
println 'other: ' + it(new Label('linux&&gpu-big'))
for (one in ['gpu', 'gpu-4g', 'gpu-10g', 'gpu-12g']) println one + ': ' + it(new Label(one + '&&linux'))
for (one in ['gpu-10g||linux', '!gpu-24g', 'gpu-4g||gpu-12g', 'gpu-10g&&!gpu-24g', 'gpu-10g||mac']) println one + ': ' + it(new Label(one))
Computer.ONE.executors << new Executor(new Label('gpu-4g'), 1000) << new Executor(new Label('gpu-12g||linux'), 1) << new Executor(new Label('gpu-12g'), 999999) << new Executor(null, 1)
println 'after gpu-4g: ' + it(new Label('gpu-4g'))
Computer.ONE.executors << new Executor(new Label('gpu'), System.currentTimeMillis())
println 'after one without a thread: ' + it(new Label('gpu-2g'))
Jenkins.get().nodes << new Node()
println 'beside an agent: ' + ExtensionList.lookup(LabelFinder)[0].findLabels(Jenkins.get())*.name.take(3).join(' ')
Thread.sleep(1000); println 'trims: ' + Jenkins.get().trims
`;

const folder = mkdtempSync(join(tmpdir(), 'jt-groovy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
function must(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${command}: ${stdout}${stderr}`);
  return stdout;
}
/** What the queue says with this file, `age` seconds old; null: without one. */
function queue(text: string | null, age: number, url = 'http://127.0.0.1:8080/'): readonly string[] {
  const home = join(folder, `home${age}${text?.length}${url.length}`);
  mkdirSync(home);
  if (text !== null) {
    const then = Date.now() / 1000 - age;
    utimesSync(put(join(home, '.jenkins-tray/gpu-memory'), text), then, then);
  }
  const cp = [GROOVY, join(folder, 'classes')].join(':');
  const ask = put(join(folder, 'ask.groovy'), ASK);
  return must('java', ['-cp', cp, `-Dhome=${home}`, 'groovy.ui.GroovyMain', ask, SCRIPT], { JENKINS_TRAY_URL: url })
    .trim()
    .split('\n');
}

test.skipIf(!existsSync(GROOVY))(
  'an item waits in the queue while no GPU has the memory that its label asks for',
  () => {
    const sources = Object.entries(STUBS).map(([path, text]) =>
      put(join(folder, 'src', `${path}.java`), `package ${dirname(path).replaceAll('/', '.')};\n${text}`),
    );
    must('javac', ['-nowarn', '-d', join(folder, 'classes'), ...sources]);
    const file = '10240 6000\n12288 2048\nnonsense\n';
    const labels = ['gpu', ...Array.from({ length: 12 }, (_, at) => `gpu-${at + 1}g`)].join(' ');
    const besideAgent = 'beside an agent: gpu-1g gpu-3g gpu-4g';
    const says = (gib: number, free: number) => `${gib} GiB of a GPU are asked for, and ${free} GiB are free`;
    const same = ['agent: starts[]', 'none: starts', 'other: starts', 'gpu: starts', 'gpu-4g: starts'];
    expect(queue(file, 5)).toEqual([
      `labels: ${labels}`,
      ...same,
      `gpu-10g: ${says(10, 5)}`,
      `gpu-12g: ${says(12, 5)}`,
      // What an expression asks for is the least that makes it true.
      'gpu-10g||linux: starts',
      '!gpu-24g: starts',
      'gpu-4g||gpu-12g: starts',
      `gpu-10g&&!gpu-24g: ${says(10, 5)}`,
      `gpu-10g||mac: ${says(10, 5)}`,
      // The build that has just begun has not taken its memory yet; the older one has.
      `after gpu-4g: ${says(4, 2)}`,
      `after one without a thread: ${says(2, 1)}`,
      besideAgent,
      'trims: 1',
    ]);
    const expressions = ['gpu-10g||linux', '!gpu-24g', 'gpu-4g||gpu-12g', 'gpu-10g&&!gpu-24g', 'gpu-10g||mac'];
    const later = ['after gpu-4g', 'after one without a thread'];
    const open = ['gpu-10g', 'gpu-12g', ...expressions, ...later].map((one) => `${one}: starts`);
    // The app was killed: the labels stay, and the gate is open.
    expect(queue(file, 61)).toEqual([`labels: ${labels}`, ...same, ...open, besideAgent, 'trims: 1']);
    // A Jenkins of somebody else's on this home.
    expect(queue(file, 5, '')).toEqual(['nothing changed']);
    expect(queue(null, 0)).toEqual(['labels: ', ...same, ...open, 'beside an agent: ', 'trims: 0']);
  },
  120_000,
);
