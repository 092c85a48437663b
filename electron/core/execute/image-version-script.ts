/**
 * Sets `version` to that of the image's Jenkins, in a script that runs in it; empty where that is not known. Some official
 * images do not say it (2.541.2, 2.541.3: jenkinsci/docker#2260), but their war does.
 */
export const IMAGE_VERSION = `
war=\${JENKINS_WAR:-/usr/share/jenkins/jenkins.war}
version=\${JENKINS_VERSION:-$(unzip -p "$war" META-INF/MANIFEST.MF 2>/dev/null | sed -n 's|^Jenkins-Version: *\\([0-9.]*\\).*|\\1|p')}`;
