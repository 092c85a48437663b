#!/bin/bash -e
# What the official start script does, in short: reference files into the home, once or, with .override, at each start;
# plugins also when the image's is another version; the options of JAVA_OPTS and JENKINS_OPTS, quotes included.
: "${JENKINS_WAR:=/usr/share/jenkins/jenkins.war}"
touch "$COPY_REFERENCE_FILE_LOG" || { echo "Can not write to $COPY_REFERENCE_FILE_LOG. Wrong volume permissions?"; exit 1; }
version() { unzip -p "$1" META-INF/MANIFEST.MF 2>/dev/null | sed -n 's/^Plugin-Version: //p' | tr -d '\r'; }
find "$REF" \( -type f -o -type l \) | while read -r file; do
  to=$JENKINS_HOME/${file#"$REF"/}
  to=${to%.override}
  if [[ ! -e $to || $file == *.override ]] || [[ $file == *.jpi && $(version "$file") != "$(version "$to")" ]]; then
    mkdir -p "$(dirname "$to")"
    cp -pr "$(realpath "$file")" "$to"
    echo "INSTALLED ${to#"$JENKINS_HOME"/}" >> "$COPY_REFERENCE_FILE_LOG"
  fi
done
options() { [[ -z $1 ]] || xargs printf '%s\0' <<< "$1"; }
if [[ $# -lt 1 || $1 == --* ]]; then
  java=() jenkins=()
  while IFS= read -r -d '' item; do java+=("$item"); done < <(options "$JAVA_OPTS")
  while IFS= read -r -d '' item; do jenkins+=("$item"); done < <(options "$JENKINS_OPTS")
  [[ $JAVA_OPTS == *hudson.lifecycle* ]] || java+=(-Dhudson.lifecycle=hudson.lifecycle.ExitLifecycle)
  exec java -Duser.home="$JENKINS_HOME" "${java[@]}" -jar "$JENKINS_WAR" "${jenkins[@]}" "$@"
fi
exec "$@"
