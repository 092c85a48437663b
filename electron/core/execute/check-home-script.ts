import { FULL, VERDICT } from './home-script.ts';
import { IMAGE_VERSION } from './image-version-script.ts';

/**
 * Checks a home in a one-shot container and marks it. Starts as root, which only gives the home to uid 1000, with
 * consent; everything else is done and looked at as uid 1000, since root may see less than Jenkins (NFS root_squash), or
 * more. What cannot be looked at is never taken for absent. Prints a verdict of one word, then evidence.
 * $1 home, $2 `chown`, or `chown-new` for one that is empty, or `-`, $3 minimum free MiB, $4 the known home's id or `-`, $5 the id for a home without one,
 * $6 the heartbeat of a dead computer, from which the home is taken over, or `-`, $7 this computer, $8 the name of the copy
 * that is to be made before the image's plugins replace the home's, or `-`.
 */
export const CHECK_HOME = `
# Kept by name, since other lists take the places of the arguments below.
home=$1 known=\${4:--} id=\${5:-} release=\${6:--} computer=\${7:-} keep=\${8:--}
LC_ALL=C; export LC_ALL
why=$(mktemp); trap 'rm -f "$why"' EXIT
as_jenkins() { setpriv --reuid=1000 --regid=1000 --clear-groups -- "$@"; }
${VERDICT}
# What is at a path: present, absent, broken (a link to nothing) or unknown, with the reason in $why.
look() {
  if as_jenkins stat -L -- "$1" >/dev/null 2>"$why"; then seen=present; : >"$why"
  elif ! grep -q 'No such file or directory' "$why"; then seen=unknown
  elif as_jenkins test -h "$1"; then seen=broken; as_jenkins readlink "$1" >"$why" 2>&1
  else seen=absent; : >"$why"; fi
}
# Stops unless a path is present or certainly absent.
must_see() {
  look "$home/$1"
  case $seen in unknown) verdict unreadable "$1" ;; broken) verdict broken-link "$1" ;; esac
}
# Replaces a file in one step: an interrupted check leaves the old one, or none.
put() { as_jenkins sh -c 'cat > "$1.part" && mv -f "$1.part" "$1"' sh "$home/$1" 2>"$why" || verdict not-marked "$1"; }

look "$home"
if [ "$seen" != present ] || ! as_jenkins test -d "$home"; then
  [ "$seen" = unknown ] && verdict unreadable .
  verdict not-a-folder
fi
case $2 in
  chown) chown=yes ;;
  chown-new) chown=$(inside=$(ls -A "$home" 2>/dev/null) && [ -z "$inside" ] && echo yes) ;;
  *) chown= ;;
esac
[ -z "$chown" ] || chown -R 1000:1000 "$home" 2>"$why" || verdict not-writable "$(as_jenkins stat -Lc %u "$home")"
# Blocks and their size; a file system that does not know its own size says 0.
free=$(as_jenkins stat -fc '%a %S %b' "$home" 2>/dev/null | awk '$3 > 0 { printf "%.0f", $1 * $2 / 1048576 }')
case $free in '' | *[!0-9]*) ;; *) [ "$free" -ge "$3" ] || verdict too-full "$free" ;; esac
as_jenkins touch "$home/.jenkins-tray-probe" 2>"$why" || {
  ! grep -qiE '${FULL}' "$why" || verdict too-full 0
  verdict not-writable "$(as_jenkins stat -Lc %u "$home")"
}
as_jenkins rm -f "$home/.jenkins-tray-probe"

as_jenkins ls -A "$home" >/dev/null 2>"$why" || verdict unreadable .
for name in .jenkins-tray config.xml credentials.xml jobs nodes plugins secrets users workspace; do must_see "$name"; done
for name in marker.json new; do must_see ".jenkins-tray/$name"; done
look "$home/.jenkins-tray/marker.json"; marker=$seen
look "$home/.jenkins-tray/new"; new=$seen
look "$home/config.xml"; config=$seen

# Folders that Jenkins cannot list, files that it cannot read: its own, and of a home that looks new, all of them.
cd /
unreadable() { as_jenkins find "$@" ! -type l \\( ! -readable -o -type d ! -executable \\) -print -quit 2>"$why"; }
set --
for name in config.xml credentials.xml jobs nodes plugins secrets users; do
  as_jenkins test ! -e "$home/$name" || set -- "$@" "$home/$name"
done
hidden=$([ $# = 0 ] || unreadable -H "$@" -maxdepth 1)
if [ -z "$hidden" ] && [ "$config$marker" = absentabsent ]; then
  hidden=$(unreadable "$home" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name '.Trash-*' ! -name .snapshot ! -name .zfs)
fi
if [ -n "$hidden" ]; then
  hidden=\${hidden#"$home"/}
  echo "user 1000 has no permission for $hidden" >"$why"
  verdict unreadable "\${hidden%%/*}"
fi

[ "$marker" = present ] || [ "$known" = - ] || verdict unmarked
look "$home/.jenkins-tray-copied"
[ "$seen" = absent ] || verdict half-copied
# Who has the home, if that is another computer.
held=$(as_jenkins head -c 1024 "$home/.jenkins-tray/heartbeat" 2>/dev/null | head -n1)
if [ -n "$held" ] && [ "$held" = "$release" ]; then
  as_jenkins rm -f "$home/.jenkins-tray/heartbeat" 2>"$why" || verdict not-marked .jenkins-tray/heartbeat
  held=
fi
case $held in
  'v1 '*' '*' '*' '*' '*' '[0-9]*) [ -z "$computer" ] || [ "$(echo "$held" | cut -d' ' -f3)" = "$computer" ] || { : >"$why"; verdict held "$held"; } ;;
esac
last=$(as_jenkins sed -n 's:.*<version>\\([0-9.]*\\)</version>.*:\\1:p' "$home/config.xml" 2>/dev/null | head -n1)
${IMAGE_VERSION}
if [ -n "$last" ] && [ -n "$version" ]; then
  newest=$(printf '%s\\n%s\\n' "$last" "$version" | sort -V | tail -n1)
  [ "$newest" = "$version" ] || verdict newer "$last" "$version"
  if [ "$last" != "$version" ]; then
    # Settings, jobs, users and secrets, with the plugins' versions; no builds, no workspaces. Jenkins may be running on
    # it, so a file may change meanwhile (tar's 1).
    as_jenkins mkdir -p "$home/.jenkins-tray/kept" 2>"$why" || verdict not-kept
    as_jenkins sh -c '
      cd "$1" && umask 077 || exit 2
      { find . -maxdepth 1 -type f \\( -name "*.xml" -o -name "secret.key*" -o -name "identity.key*" \\)
        find ./secrets ./users ./nodes -type f
        find ./jobs -name builds -prune -o -name workspace -prune -o -name config.xml -print
        find ./plugins -maxdepth 3 -name MANIFEST.MF; } 2>/dev/null |
        tar -czf "$2" -T -' sh "$home" ".jenkins-tray/kept/jenkins-$last-$(date +%Y%m%d-%H%M%S).tar.gz" 2>"$why"
    [ $? -le 1 ] || verdict not-kept
    : >"$why"
  fi
fi
# Keeps everybody out until the administrator is there: a login is needed, and there is no account. Without a config.xml,
# Jenkins would be open to everybody. With one it looks for what an older Jenkins left: without nodeRenameMigrationNeeded,
# the built-in node keeps the label "master" of before 2.307, and jobs for "built-in" wait for ever.
close_home() {
  put config.xml <<'XML'
<?xml version='1.0' encoding='UTF-8'?>
<hudson>
  <nodeRenameMigrationNeeded>false</nodeRenameMigrationNeeded>
  <useSecurity>true</useSecurity>
  <authorizationStrategy class="hudson.security.FullControlOnceLoggedInAuthorizationStrategy">
    <denyAnonymousReadAccess>true</denyAnonymousReadAccess>
  </authorizationStrategy>
  <securityRealm class="hudson.security.HudsonPrivateSecurityRealm">
    <disableSignup>true</disableSignup>
    <enableCaptcha>false</enableCaptcha>
  </securityRealm>
</hudson>
XML
}
if [ "$marker" = absent ] && [ "$config" = absent ] && [ "$new" = absent ]; then
  # Without config.xml, Jenkins forgets who may log in; with accounts or keys it is not a new home that lacks it.
  if [ -n "$(as_jenkins ls -A "$home/users" 2>/dev/null)" ] || as_jenkins test -e "$home/secrets/master.key"; then
    verdict incomplete
  fi
  new=present
  as_jenkins mkdir -p "$home/.jenkins-tray" 2>"$why" || verdict not-marked .jenkins-tray
  echo | put .jenkins-tray/new
fi
as_jenkins mkdir -p "$home/.jenkins-tray" 2>"$why" || verdict not-marked .jenkins-tray
# Also for a home whose first start was interrupted: before it had a config.xml, while that was written, or when an older
# version of the app had let Jenkins run without accounts, which then has security on, and a strategy that allows all.
is_open() {
  ! as_jenkins grep -qs '<useSecurity>true</useSecurity>' "$1" ||
    as_jenkins grep -qsE 'AuthorizationStrategy[$]Unsecured|SecurityRealm[$]None' "$1"
}
if [ "$new$config" = presentpresent ] && is_open "$home/config.xml"; then
  as_jenkins mv -f "$home/config.xml" "$home/.jenkins-tray/config.xml.open" 2>"$why" || verdict not-marked config.xml
  config=absent
fi
if [ "$new" = present ] && [ "$config" = absent ]; then close_home; fi
# Asks the entry point for it, which makes the copy when no other Jenkins has the home any more.
if [ "$keep" != - ] && [ ! -d "$home/.jenkins-tray/kept/$keep" ]; then
  need=$(as_jenkins sh -c 'du -smcL "$1/plugins" "$1"/*.xml 2>/dev/null | tail -n1 | cut -f1' sh "$home")
  [ -z "$free" ] || [ "$free" -ge "$(($3 + \${need:-0}))" ] || { : >"$why"; verdict no-space-to-keep "$free" "\${need:-0}"; }
fi
if [ "$keep" = - ]; then as_jenkins rm -f "$home/.jenkins-tray/upgrade-plugins"; else echo "$keep" | put .jenkins-tray/upgrade-plugins; fi
stored=$([ "$marker" = absent ] || as_jenkins sed -n 's/.*"id": *"\\([0-9a-zA-Z-]*\\)".*/\\1/p' "$home/.jenkins-tray/marker.json" | head -n1)
if [ -z "$stored" ] && { [ "$marker" = absent ] || [ -n "$id" ]; }; then
  stored=$id
  printf '{"app":"jenkins-tray","format":1,"id":"%s"}\\n' "$stored" | put .jenkins-tray/marker.json
fi
: >"$why"
# When the home was last changed, which was by this check, for whoever looks at it from the host.
verdict ok "\${stored:--}" "$(as_jenkins stat -Lc %Y "$home")"
`;
