// Lets running builds end before Jenkins stops, aborts and saves those that cannot, and says what runs. All by files in
// /run/jenkins-tray, a tmpfs of this container, so that neither the app nor the entry point needs a login:
//   drain        written again every few seconds: no new builds start; older than a minute, as after the app's end: no drain
//   quiet        beside drain: Jenkins prepares for shutdown, which pauses Pipelines
//   abort        lines "job/train/42/" or "requeue job/train/42/": these builds are aborted; the latter are queued again
//   stop         by the entry point, on SIGTERM: running builds are aborted and saved, then the file stopped is written
//   builds.json  by this script: what runs, once Jenkins is up; before that, tells-builds
// In the home, .jenkins-tray/builds-changed names this container, and gets a new time when any of that changes, so that the
// app, which watches it, asks Jenkins at once, and otherwise rarely.
// A QueueTaskDispatcher, since quietDown alone pauses running Pipelines, which then never end; and a veto for each item
// lets the steps and downstream builds through that running builds wait for.
// It does nothing in a Jenkins that Jenkins Tray did not start, such as that of a training start.
package jenkinstray

import groovy.json.JsonOutput
import hudson.ExtensionList
import hudson.init.InitMilestone
import hudson.model.AbstractProject
import hudson.model.Cause
import hudson.model.CauseAction
import hudson.model.Executor
import hudson.model.ParametersAction
import hudson.model.Queue
import hudson.model.Result
import hudson.model.Run
import hudson.model.TaskListener
import hudson.model.listeners.ItemListener
import hudson.model.listeners.RunListener
import hudson.model.queue.CauseOfBlockage
import hudson.model.queue.QueueTaskDispatcher
import hudson.security.ACL
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import java.nio.file.StandardWatchEventKinds
import java.util.concurrent.TimeUnit
import jenkins.model.Jenkins

class Drain {
  static final File FOLDER = new File(System.getenv('JENKINS_TRAY_RUN') ?: '/run/jenkins-tray')
  // A drain whose app has ended must not keep a Jenkins from building for ever.
  static final long LEASE_MS = 60000
  static final long STOP_MS = 14000
  static final long FRESH_MS = 5000
  // The tmpfs has 64 KiB, and holds two of these lists while one replaces the other.
  static final int MAX_LIST = 24000
  static final int MAX_REQUESTS = 65536

  static volatile boolean draining = false
  static volatile boolean ending = false
  static boolean ended = false
  static boolean quieted = false
  static String written = ''
  // What was last reported as a change.
  static String reported = ''
  static boolean saidUnreported = false
  static long writtenAt = 0

  static void say(String words) { System.err.println('jenkins-tray: ' + words) }

  static File at(String name) { new File(FOLDER, name) }
  static File changes() { new File(Jenkins.get().rootDir, '.jenkins-tray/builds-changed') }

  // Whether a queued item may start.
  static boolean lets(Queue.Item item) {
    if (ending) return false
    if (!draining) return true
    def task = item.task
    // A step of a running Pipeline (`node`), or one that goes on after a restart.
    if (!task.ownerTask.is(task)) return true
    if (isNeeded(item)) return true
    return Jenkins.get().queue.items.any { isNeeded(it) && waitsFor(it.task, task) }
  }

  // A running build triggered it, and may be waiting for it.
  static boolean isNeeded(Queue.Item item) {
    item.causes.any { it instanceof Cause.UpstreamCause && it.upstreamRun?.isBuilding() }
  }

  // Whether a job is set to wait while this other one is queued.
  static boolean waitsFor(waiting, other) {
    if (!(waiting instanceof AbstractProject) || !(other instanceof AbstractProject)) return false
    return (waiting.blockBuildWhenUpstreamBuilding() && waiting.transitiveUpstreamProjects.contains(other)) ||
      (waiting.blockBuildWhenDownstreamBuilding() && waiting.transitiveDownstreamProjects.contains(other))
  }

  static List<Executor> executors() {
    Jenkins.get().computers.collectMany { (it.executors + it.oneOffExecutors) as List }
  }

  // Each running build with its executor. A Pipeline has one of its own, beside those of its steps.
  static List running() {
    executors().findAll { it.currentExecutable instanceof Run }.collect { [it, it.currentExecutable] }
  }

  // Builds that continue after a restart.
  static boolean continues(Run run) { isPipeline(run) }
  static boolean isPipeline(Run run) { run.class.name.startsWith('org.jenkinsci.plugins.workflow.') }

  static boolean isPassedOn(Executor one) { one.isBusy() && one.currentExecutable == null }

  // Aborts running builds and waits until each is saved: a Jenkins that ends first loses their records. Pipelines are saved
  // by Jenkins itself, and continue with the next start.
  static synchronized void endBuilds(long ms) {
    // By the entry point, and then by Jenkins itself.
    if (ended) return
    ending = true
    ended = true
    def until = System.currentTimeMillis() + ms
    def aborted = [] as Set
    while (System.currentTimeMillis() < until) {
      def builds = running().findAll { !continues(it[1]) }
      builds.each { executor, run ->
        if (hasBegun(run) && aborted.add(run.externalizableId) && run.isBuilding()) {
          say(run.fullDisplayName + ' is aborted, since Jenkins stops')
          executor.interrupt(Result.ABORTED)
        }
      }
      // It is saved before its log is closed. An item that an executor has taken is not yet a build.
      if (builds.every { !it[1].isLogUpdated() } && !executors().any { isPassedOn(it) }) return
      Thread.sleep(50)
    }
    say('some builds did not end within ' + ms.intdiv(1000) + ' s')
    running().findAll { !continues(it[1]) }.each { keepRecord(it[1]) }
  }

  // Of a build that does not end, such as one whose publisher waits for a server: what is known of it.
  static void keepRecord(Run run) {
    try {
      if (run.isBuilding()) run.setResult(Result.ABORTED)
      run.save()
    } catch (Throwable thrown) {
      say(run.fullDisplayName + ' could not be saved: ' + thrown)
    }
  }

  // A build that is interrupted before it has begun leaves no record.
  static boolean hasBegun(Run run) { !run.hasntStartedYet() }

  // `requeued`: the addresses of the builds that are queued again.
  static void abort(String path, Set<String> requeued) {
    running().findAll { it[1].url == path }.each { executor, run ->
      for (int tries = 0; tries < 40 && !hasBegun(run); tries++) Thread.sleep(50)
      if (requeued.contains(path) && !comesAgain(run, requeued)) {
        def actions = run.getActions(ParametersAction) + [new CauseAction(run.causes)]
        run.parent.scheduleBuild2(0, *actions)
      }
      executor.interrupt(Result.ABORTED)
    }
  }

  // Whether a build that is queued again triggers it again, as that of a matrix does.
  static boolean comesAgain(Run run, Set<String> requeued) {
    run.causes.any { it instanceof Cause.UpstreamCause && requeued.contains(it.upstreamRun?.url) }
  }

  static void takeRequests() {
    def file = at('abort')
    if (!file.isFile()) return
    def lines = file.length() > MAX_REQUESTS ? [] : file.readLines('UTF-8')
    file.delete()
    def again = 'requeue '
    def requeued = lines.findAll { it.startsWith(again) }.collect { it.substring(again.length()) } as Set
    lines.each { line ->
      try {
        abort(line.startsWith(again) ? line.substring(again.length()) : line, requeued)
      } catch (Throwable thrown) {
        say(line + ' could not be aborted: ' + thrown)
      }
    }
  }

  static void follow() {
    def file = at('drain')
    def wanted = file.isFile() && Math.abs(System.currentTimeMillis() - file.lastModified()) < LEASE_MS
    def changed = wanted != draining
    draining = wanted
    def jenkins = Jenkins.get()
    def quiet = wanted && at('quiet').isFile()
    if (quiet && !quieted && !jenkins.isQuietingDown()) {
      jenkins.doQuietDown()
      quieted = true
    }
    if (!quiet && quieted) {
      jenkins.doCancelQuietDown()
      quieted = false
    }
    if (changed) jenkins.queue.scheduleMaintenance()
  }

  static Map described(Run run) {
    def estimated = run.estimatedDuration
    [job: run.parent.fullName, url: run.url, number: run.number, startedAt: run.startTimeInMillis,
     estimated: estimated > 0 ? estimated : null, pipeline: isPipeline(run)]
  }

  // As many as fit. None is cut: half an address is that of another build, or of none.
  static List<Map> listed(List<Run> runs) {
    int left = MAX_LIST
    runs.collect { described(it) }.findAll { (left -= JsonOutput.toJson(it).length()) >= 0 }
  }

  // Another name first, so that no half of it is read.
  static void put(String name, String text) {
    def part = at(name + '.part')
    part.setText(text, 'UTF-8')
    Files.move(part.toPath(), at(name).toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
  }

  static void write() {
    def runs = running()*.get(1).unique { it.externalizableId }
    def others = executors().count { isPassedOn(it) }
    def text = JsonOutput.toJson([version: 1, draining: draining, quiet: Jenkins.get().isQuietingDown(),
      abortable: runs.count { !continues(it) } + others, running: runs.size() + others,
      queued: Jenkins.get().queue.items.length,
      builds: listed(runs)])
    def now = System.currentTimeMillis()
    if (text != written || Math.abs(now - writtenAt) >= FRESH_MS) {
      put('builds.json', text)
      written = text
      writtenAt = now
    }
    reportChange(text + Jenkins.get().queue.items*.id)
  }

  // A new time needs no space on the disk.
  static void reportChange(String state) {
    if (state == reported) return
    def file = changes()
    try {
      if (!file.setLastModified(System.currentTimeMillis()))
        file.setText(new File('/proc/sys/kernel/hostname').text, 'UTF-8')
      reported = state
    } catch (IOException thrown) {
      if (!saidUnreported) say('changes of builds cannot be reported: ' + thrown)
      saidUnreported = true
      reportNothing()
    }
  }

  // Without the file, the app asks Jenkins each half minute.
  static void reportNothing() {
    reported = ''
    changes().delete()
  }

  static void tick() {
    if (at('stop').isFile() && !at('stopped').isFile()) {
      try { endBuilds(STOP_MS) } finally { put('stopped', '') }
    }
    follow()
    takeRequests()
    write()
  }

  // Waits for a change of the files, at most a second. Without inotify, of which each user has so many, it looks more often.
  static Closure waiter() {
    try {
      def watch = FileSystems.default.newWatchService()
      FOLDER.toPath().register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE)
      return {
        def key = watch.poll(draining ? 200 : 1000, TimeUnit.MILLISECONDS)
        key?.pollEvents()
        key?.reset()
      }
    } catch (Throwable thrown) {
      return { Thread.sleep(200) }
    }
  }

  // Before Jenkins 2.266 there is only the other one.
  static def asSystem() {
    try {
      return ACL.as2(ACL.SYSTEM2)
    } catch (MissingPropertyException thrown) {
      return ACL.'as'(ACL.SYSTEM)
    }
  }

  // What runs is told once Jenkins is up, and not before: its queue is loaded then, and saved when it ends.
  static void watch() {
    def waiting = waiter()
    def context = asSystem()
    try {
      while (Jenkins.get().initLevel != InitMilestone.COMPLETED) Thread.sleep(100)
      while (!Thread.currentThread().isInterrupted()) {
        try {
          tick()
        } catch (InterruptedException thrown) {
          return
        } catch (Throwable thrown) {
          // Between a Jenkins that has ended and its process.
          if (Jenkins.getInstanceOrNull() == null) return
          say('running builds cannot be told: ' + thrown)
          reportNothing()
          Thread.sleep(5000)
        }
        waiting()
      }
    } finally {
      context.close()
    }
  }
}

// A gate that is broken is open.
class DrainQueue extends QueueTaskDispatcher {
  CauseOfBlockage canRun(Queue.Item item) {
    try {
      return Drain.lets(item) ? null : new DrainBlockage()
    } catch (Throwable thrown) {
      return null
    }
  }
}

class DrainBlockage extends CauseOfBlockage {
  String getShortDescription() { 'Jenkins Tray waits for running builds before Jenkins stops' }
}

// For a stop that does not come by the entry point, such as /exit, or a signal to Java itself.
class DrainShutdown extends ItemListener {
  void onBeforeShutdown() {
    Drain.endBuilds(Drain.STOP_MS)
  }
}

// Jenkins saves a build once it has ended. One that a power failure or a kill cuts off is not in its history without this.
class DrainRecords extends RunListener<Run> {
  void onStarted(Run run, TaskListener listener) {
    try {
      if (!Drain.isPipeline(run)) run.save()
    } catch (Throwable thrown) {
      Drain.say(run.fullDisplayName + ' could not be saved: ' + thrown)
    }
  }
}

if (!System.getenv('JENKINS_TRAY_URL') || !Drain.FOLDER.isDirectory()) return

try {
  ExtensionList.lookup(QueueTaskDispatcher).add(new DrainQueue())
  ExtensionList.lookup(ItemListener).add(new DrainShutdown())
  ExtensionList.lookup(RunListener).add(new DrainRecords())
  // Of the Jenkins before, where it restarted within this container.
  def changes = Drain.changes()
  [Drain.at('builds.json'), changes]*.delete()
  Drain.put('tells-builds', '')
  // If it ends before it has told anything, it never will: only the page then says that Jenkins is up.
  def tells = { try { Drain.watch() } finally { [Drain.at('tells-builds'), changes]*.delete() } }
  def thread = new Thread(tells as Runnable, 'Jenkins Tray: running builds')
  thread.daemon = true
  thread.start()
} catch (Throwable thrown) {
  Drain.say('Jenkins cannot be drained: ' + thrown)
}
