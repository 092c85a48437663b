// Runs the scripts beside it, each by itself: what one throws is logged, and the next one runs all the same. A class that
// cannot be loaded is made from its text.
def texts = System.getenv('JENKINS_TRAY_SCRIPTS') ?: '/usr/local/lib/jenkins-tray/scripts'
def loader = this.class.classLoader

for (name in ['drain', 'gpu', 'home', 'password']) {
  try {
    Class script
    try {
      script = loader.loadClass(name)
    } catch (ClassNotFoundException | LinkageError ignored) {
      script = new GroovyClassLoader(loader).parseClass(new File(texts, name + '.groovy'))
    }
    script.newInstance().run()
  } catch (Throwable thrown) {
    System.err.println("jenkins-tray: the script $name ended early")
    thrown.printStackTrace()
  }
}
