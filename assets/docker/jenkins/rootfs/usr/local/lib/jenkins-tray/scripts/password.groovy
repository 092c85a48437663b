// Gives the administrator that Jenkins Tray made another password, without a login, a restart or a new container. By files
// in /run/jenkins-tray, a tmpfs of this container:
//   password-new      by the app, through the standard input of an exec: the new password; this script removes it
//   password-set      by this script: "ok", or why it was not set
//   takes-passwords   by this script: it waits for one
// It does nothing in a Jenkins that Jenkins Tray did not start, such as that of a training start.
package jenkinstray

import hudson.init.InitMilestone
import hudson.security.ACL
import hudson.security.HudsonPrivateSecurityRealm
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import java.nio.file.StandardWatchEventKinds
import java.util.concurrent.TimeUnit
import jenkins.model.Jenkins

class Password {
  static final File FOLDER = new File(System.getenv('JENKINS_TRAY_RUN') ?: '/run/jenkins-tray')
  static final long POLL_MS = 2000

  static File at(String name) { new File(FOLDER, name) }

  // Another name first, so that no half of it is read.
  static void put(String name, String text) {
    def part = at(name + '.part')
    part.setText(text, 'UTF-8')
    Files.move(part.toPath(), at(name).toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
  }

  // Only of the account that this app made: others, and other realms, keep theirs.
  static String set(String password) {
    def jenkins = Jenkins.get()
    def realm = jenkins.securityRealm
    if (!(realm instanceof HudsonPrivateSecurityRealm)) return 'accounts come from ' + realm.class.name
    if (!new File(jenkins.rootDir, '.jenkins-tray/administrator').exists()) return 'Jenkins Tray made no account here'
    if (realm.allUsers.every { it.id != 'admin' }) return 'there is no account admin any more'
    if (!password) return 'the new password is empty'
    def user = realm.createAccount('admin', password)
    endSessions(user)
    revokeTokens(user)
    return 'ok'
  }

  // Whoever logged in with the former password is logged out, as after a change on Jenkins' own page. Not before Jenkins 2.150.
  static void endSessions(user) {
    try {
      def seed = Jenkins.get().pluginManager.uberClassLoader.loadClass('jenkins.security.seed.UserSeedProperty')
      user.getProperty(seed)?.renewSeed()
      user.save()
    } catch (Throwable thrown) {
      System.err.println('jenkins-tray: sessions of the administrator go on: ' + thrown)
    }
  }

  // Of the app itself, which makes a new one: whoever has read the password may have read that as well. Those that people made
  // stay. Not before Jenkins 2.129.
  static void revokeTokens(user) {
    try {
      def tokens = Jenkins.get().pluginManager.uberClassLoader.loadClass('jenkins.security.ApiTokenProperty')
      def store = user.getProperty(tokens)?.tokenStore
      store?.tokenListSortedByName?.findAll { it.name == 'Jenkins Tray' }?.each { store.revokeToken(it.uuid) }
      user.save()
    } catch (Throwable thrown) {
      System.err.println('jenkins-tray: the token of Jenkins Tray stays valid: ' + thrown)
    }
  }

  static void take() {
    def file = at('password-new')
    if (!file.isFile()) return
    def said
    try {
      def password = file.getText('UTF-8').trim()
      file.delete()
      said = set(password)
    } catch (Throwable thrown) {
      said = thrown.toString()
    }
    put('password-set', said + '\n')
  }

  // Waits for a change of the files. Without inotify, of which each user has so many, it looks more often.
  static Closure waiter() {
    try {
      def watch = FileSystems.default.newWatchService()
      FOLDER.toPath().register(watch, StandardWatchEventKinds.ENTRY_CREATE)
      return {
        def key = watch.poll(POLL_MS, TimeUnit.MILLISECONDS)
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

  static void watch() {
    def waiting = waiter()
    def context = asSystem()
    try {
      while (Jenkins.get().initLevel != InitMilestone.COMPLETED) Thread.sleep(100)
      put('takes-passwords', '')
      while (Jenkins.getInstanceOrNull() != null) {
        take()
        waiting()
      }
    } finally {
      context.close()
    }
  }
}

if (!System.getenv('JENKINS_TRAY_URL') || !Password.FOLDER.isDirectory()) return

try {
  ['takes-passwords', 'password-new', 'password-set'].each { Password.at(it).delete() }
  def thread = new Thread({ try { Password.watch() } finally { Password.at('takes-passwords').delete() } } as Runnable,
    'Jenkins Tray: password of the administrator')
  thread.daemon = true
  thread.start()
} catch (Throwable thrown) {
  System.err.println('jenkins-tray: the password of the administrator cannot be changed here: ' + thrown)
}
