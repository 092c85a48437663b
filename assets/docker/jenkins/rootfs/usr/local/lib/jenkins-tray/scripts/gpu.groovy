// Labels gpu, gpu-1g, gpu-2g … for the built-in node, and a queue in which an item that asks for one waits until a GPU
// has that many GiB free: by the file gpu-memory in the home, which Jenkins Tray writes with each reading. If that is
// older than a minute, as after the app's end, nothing waits. Without the file, or in a Jenkins that Jenkins Tray did not
// start, it changes nothing.
package jenkinstray

import hudson.ExtensionList
import hudson.model.LabelFinder
import hudson.model.Node
import hudson.model.Queue
import hudson.model.labels.LabelAtom
import hudson.model.queue.CauseOfBlockage
import hudson.model.queue.QueueTaskDispatcher
import java.util.concurrent.TimeUnit
import jenkins.model.Jenkins
import jenkins.util.Timer

class GpuMemory {
  static final long FRESH_MS = 60000
  // A build that has just begun takes its memory only some time later; until then it is counted by its label.
  static final long STARTING_MS = 120000
  static final long MIB_PER_GIB = 1024
  static final long MAX_BYTES = 65536

  static File source() { new File(Jenkins.get().rootDir, '.jenkins-tray/gpu-memory') }

  static boolean isFresh() { Math.abs(System.currentTimeMillis() - source().lastModified()) < FRESH_MS }

  // Of each GPU all and free memory in MiB: a line each. Empty if there is no such file.
  static List read() {
    def from = source()
    if (!from.isFile() || from.length() > MAX_BYTES) return []
    def lines = from.readLines('UTF-8').collect { it.trim().split(/\s+/) as List }
    return lines.findAll { it.size() == 2 && it.every { one -> one.isLong() } }.collect { it*.toLong() }
  }

  // What the largest GPU can fulfil.
  static Set labels() {
    def largest = read().collect { it[0] }.max() ?: 0L
    def size = Math.min(1024L, (largest + MIB_PER_GIB.intdiv(2)).intdiv(MIB_PER_GIB))
    return (size < 1 ? [] : ['gpu'] + (1..size).collect { 'gpu-' + it + 'g' }) as Set
  }

  // GiB that a label expression asks for on a node with these labels, `gpu` for 1; 0: none. It is the least with which
  // the expression is true: `gpu-4g || linux` asks for none on a node with the label linux, nor does `!gpu-24g`.
  static long wanted(label, labels) {
    if (label == null) return 0
    def amounts = label.listAtoms().collect { amount(it) }.findAll { it > 0 }
    if (amounts.isEmpty()) return 0
    def least = ([0L] + amounts).sort().find { most -> label.matches(labels.findAll { amount(it) <= most }) }
    return least == null ? amounts.max() : least
  }

  static long amount(atom) {
    def match = atom.name =~ /^gpu(?:-(\d{1,4})g)?$/
    return match.matches() ? (match.group(1) ?: '1').toLong() : 0L
  }

  // Why an item cannot start yet; null: it can.
  static String missing(long gib) {
    def gpus = gib == 0 || !isFresh() ? [] : read()
    if (gpus.isEmpty()) return null
    // The driver keeps a part of each GPU, so that all of it is never free.
    def most = (gpus.collect { it[0] }.max() * 0.95) as long
    def free = gpus.collect { it[1] }
    starting().each { one ->
      def at = free.indexOf(free.max())
      free[at] = free[at] - Math.min(one * MIB_PER_GIB, most)
    }
    if (free.max() >= Math.min(gib * MIB_PER_GIB, most)) return null
    return gib + ' GiB of a GPU are asked for, and ' + Math.max(0L, free.max()).intdiv(MIB_PER_GIB) + ' GiB are free'
  }

  // GiB of those that have just begun.
  static List starting() {
    def computer = Jenkins.get().toComputer()
    if (computer == null) return []
    // Until its thread runs, an executor has nothing to execute, and its elapsed time is that since 1970.
    def begun = (computer.executors + computer.oneOffExecutors).findAll {
      it.currentWorkUnit != null && (it.currentExecutable == null || it.elapsedTime < STARTING_MS)
    }
    def labels = Jenkins.get().assignedLabels
    return begun.collect { wanted(it.currentWorkUnit.work?.assignedLabel, labels) }.findAll { it > 0 }
  }
}

// A gate that is broken is open.
class GpuLabels extends LabelFinder {
  Collection findLabels(Node node) {
    try {
      if (!(node instanceof Jenkins)) return []
      // A label that an agent has means that agent: its builds must not come to this node.
      def taken = node.nodes.collectMany { (it.labelString ?: '').tokenize() } as Set
      return (GpuMemory.labels() - taken).collect { new LabelAtom(it) }
    } catch (Throwable thrown) {
      return []
    }
  }
}

class GpuQueue extends QueueTaskDispatcher {
  CauseOfBlockage canTake(Node node, Queue.BuildableItem item) {
    try {
      def words = node instanceof Jenkins ? GpuMemory.missing(GpuMemory.wanted(item.assignedLabel, node.assignedLabels)) : null
      return words == null ? null : new GpuBlockage(words)
    } catch (Throwable thrown) {
      return null
    }
  }
}

class GpuBlockage extends CauseOfBlockage {
  final String words
  GpuBlockage(String words) { this.words = words }
  String getShortDescription() { words }
}

if (!System.getenv('JENKINS_TRAY_URL')) return

try {
  ExtensionList.lookup(LabelFinder).add(new GpuLabels())
  ExtensionList.lookup(QueueTaskDispatcher).add(new GpuQueue())
  // Jenkins remembers which nodes have a label until it is told.
  def known = [] as Set
  Timer.get().scheduleWithFixedDelay({
    try {
      def now = GpuMemory.labels()
      def changed = known != now
      known = now
      if (changed) Jenkins.get().trimLabels()
    } catch (Throwable thrown) {
      System.err.println('jenkins-tray: the labels of the GPUs could not be renewed: ' + thrown)
    }
  } as Runnable, 0, 15, TimeUnit.SECONDS)
} catch (Throwable thrown) {
  System.err.println('jenkins-tray: builds do not wait for memory of the GPUs: ' + thrown)
}
