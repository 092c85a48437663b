// In the training start, before jenkins-tray.groovy: compiles the image's scripts, which a start would do itself otherwise.
import org.codehaus.groovy.control.CompilationUnit
import org.codehaus.groovy.control.CompilerConfiguration

def texts = new File(System.getenv('JENKINS_TRAY_SCRIPTS') ?: '/usr/local/lib/jenkins-tray/scripts')
def part = new File(System.getProperty('io.jenkins-tray.scripts') + '.part')
part.mkdirs()
def unit = new CompilationUnit(new CompilerConfiguration(targetDirectory: part), null, new GroovyClassLoader(this.class.classLoader.parent))
texts.eachFileMatch(~/.*\.groovy/) { unit.addSource(it) }
unit.compile()
part.renameTo(new File(System.getProperty('io.jenkins-tray.scripts')))
