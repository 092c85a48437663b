// Adds the administrator of a new home, and sets executors and root URL, without any plugin.
package jenkinstray

import hudson.security.HudsonPrivateSecurityRealm
import jenkins.model.Jenkins
import jenkins.model.JenkinsLocationConfiguration

def jenkins = Jenkins.get()
def env = System.getenv()
def own = new File(jenkins.rootDir, '.jenkins-tray')
def isNew = new File(own, 'new').exists()
def run = new File(env['JENKINS_TRAY_RUN'] ?: '/run/jenkins-tray')
// That the password was read and removed since this container started.
def wasRead = new File(run, 'admin-password.read')
def say = { System.err.println('jenkins-tray: ' + it) }

// What this script throws is only logged, and Jenkins goes on. With a new home nobody could log in then.
def end = { String why ->
  say(why + ' An open Jenkins, or one without an administrator, is not started.')
  System.err.flush()
  Runtime.runtime.halt(70) // EX_SOFTWARE
}

// The realm of the new home's config.xml, unless the user's own Configuration as Code file has set another one, or has
// set accounts of its own.
def addAdministrator = {
  def realm = jenkins.securityRealm
  def created = new File(own, 'administrator')
  if (!(realm instanceof HudsonPrivateSecurityRealm)) {
    say('accounts come from ' + realm.class.name + '; none is added')
  } else if (env['CASC_JENKINS_CONFIG'] && !created.exists() && !realm.allUsers.isEmpty()) {
    say('the accounts of ' + env['CASC_JENKINS_CONFIG'] + ' are kept; none is added')
  } else if (wasRead.exists() && created.exists() && realm.allUsers.any { it.id == 'admin' }) {
    say('Jenkins restarted in this container; its administrator is there')
  } else {
    def password = new File(run, 'admin-password').getText('UTF-8').trim()
    if (!password) throw new IllegalStateException('the administrator has no password')
    created.text = 'admin\n'
    def user = realm.createAccount('admin', password)
    user.fullName = 'Administrator'
    user.save()
  }
  if (jenkins.ACL.hasPermission2(Jenkins.ANONYMOUS2, Jenkins.READ)) throw new IllegalStateException('anybody can get in')
}

// It is needed no more. First the mark, by which the app does not provide it again; both end with this container's start.
def removePassword = {
  wasRead.text = ''
  new File(run, 'admin-password').delete()
}

if (isNew) {
  try {
    addAdministrator()
    removePassword()
  } catch (Throwable thrown) {
    thrown.printStackTrace()
    end('the administrator could not be added: ' + thrown + '.')
  }
}

try {
  // Once for each number, so that a later change in Jenkins' own settings stays.
  def executors = env['JENKINS_TRAY_EXECUTORS']
  def applied = new File(own, 'executors')
  if (executors?.isInteger() && !(applied.exists() && applied.text.trim() == executors)) {
    jenkins.setNumExecutors(executors.toInteger())
    jenkins.save()
    applied.text = executors + '\n'
  }

  // The address changes with the mode; an address set by the user is kept.
  def url = env['JENKINS_TRAY_URL']
  def location = JenkinsLocationConfiguration.get()
  def ours = (env['JENKINS_TRAY_OUR_URLS'] ?: '').split(',').collect { it.trim() }
  if (url && location != null && location.url != url && (!location.url || ours.contains(location.url))) {
    location.setUrl(url)
  }
} catch (Throwable thrown) {
  thrown.printStackTrace()
  if (isNew) end('the new home could not be set up: ' + thrown + '.')
}

// Read by jenkins-tray.verify.groovy, which runs after these scripts.
System.setProperty('io.jenkins-tray.set-up', 'done')
