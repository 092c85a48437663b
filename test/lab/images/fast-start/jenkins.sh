#!/bin/bash
# Starts the stand-in as the official script starts Jenkins; it has other names for the options.
port=8080
for option in $JENKINS_OPTS; do case $option in --httpPort=*) port=${option#*=} ;; esac; done
# shellcheck disable=SC2086
exec java -Duser.home="$JENKINS_HOME" $JAVA_OPTS -jar /usr/share/jenkins/jenkins.war --port "$port" --root-dir "$JENKINS_HOME" --disable-banner
