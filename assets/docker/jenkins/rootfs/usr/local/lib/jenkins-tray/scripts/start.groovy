// Runs the scripts beside it, each by itself: what one throws is logged, and the next one runs all the same. A class that
// cannot be loaded is made from its text. No plugin has a package of this name, whose classes and texts would come first.
package jenkinstray

def texts = System.getenv('JENKINS_TRAY_SCRIPTS') ?: '/usr/local/lib/jenkins-tray/scripts'
def loader = this.class.classLoader

for (name in ['drain', 'gpu', 'home', 'password']) {
  try {
    def script
    try {
      script = loader.loadClass('jenkinstray.' + name).newInstance()
    } catch (ClassNotFoundException | LinkageError ignored) {
      script = new GroovyClassLoader(loader).parseClass(new File(texts, name + '.groovy')).newInstance()
    }
    script.run()
  } catch (Throwable thrown) {
    System.err.println("jenkins-tray: the script $name ended early")
    thrown.printStackTrace()
  }
}
