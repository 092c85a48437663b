import { FULL, VERDICT } from './home-script.ts';

/**
 * Copies a home for user 1000 into a folder in which nothing is, and compares number and checksums of all files before
 * anything counts. The copy is made in a folder of its own, so one that was interrupted begins anew; once it was compared,
 * that folder gets another name, and what is in it is moved up, which the next run finishes. Reads as root, or as the
 * source's owner where root may not (NFS root_squash). Leaves out what this app keeps in a home. Links that name the old
 * place are changed to the new one, and those that lead outside are named. Prints progress, then a verdict of one word with
 * evidence.
 * $1 source, $2 home, $3 minimum free MiB; then the paths that the source had for its Jenkins, if there are any.
 */
export const COPY_HOME = `
from=$1 home=$2 min=$3
shift 3
former=$(printf '%s\\n' "$@"); export former
LC_ALL=C; export LC_ALL
cd /
why=$(mktemp) bad=$(mktemp) sums=$(mktemp); trap 'rm -f "$why" "$bad" "$sums"' EXIT
as_jenkins() { setpriv --reuid=1000 --regid=1000 --clear-groups -- "$@"; }
as_root() { "$@"; }
as_owner() { setpriv --reuid="$(stat -Lc %u "$from")" --regid="$(stat -Lc %g "$from")" --clear-groups -- "$@"; }
${VERDICT}
part=$home/.jenkins-tray-copy whole=$home/.jenkins-tray-copied

move_up() {
  # A folder moves only while its owner may write it.
  as_jenkins find "$whole" -mindepth 1 -maxdepth 1 -exec sh -c '
    home=$1; shift
    for it; do
      mode=
      if [ -d "$it" ] && [ ! -h "$it" ] && [ ! -w "$it" ]; then mode=$(stat -c %a "$it") && chmod u+w "$it"; fi
      mv -T "$it" "$home/\${it##*/}" || exit 1
      [ -z "$mode" ] || chmod "$mode" "$home/\${it##*/}"
    done' sh "$home" {} + 2>"$why" || verdict not-writable
  as_jenkins chmod "$(as_jenkins stat -c %a "$whole")" "$home" 2>/dev/null
  as_jenkins rmdir "$whole" 2>"$why" || verdict not-writable
}
if [ -d "$whole" ]; then move_up; verdict copied; fi

[ -d "$from" ] || verdict no-source
there=$(as_root find "$home" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .jenkins-tray-copy -print -quit 2>"$why") ||
  there=$(as_jenkins find "$home" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .jenkins-tray-copy -print -quit 2>"$why") ||
  verdict not-writable
: >"$why"
[ -z "$there" ] || verdict skipped
[ "$(stat -Lc %u "$home")" = 1000 ] || chown 1000:1000 "$home" 2>"$why"
{ as_jenkins rm -rf "$part" || rm -rf "$part"; } 2>"$why"
as_jenkins mkdir "$part" 2>"$why" || verdict not-writable

# What cannot be read is never left out. Sockets are, and what is not of the home itself.
out='( -path ./.jenkins-tray -o -path ./lost+found ) -prune -o ! -type s'
all() { who=$1 folder=$2; shift 2; $who env -C "$folder" find . -mindepth 1 $out "$@"; }
sees_all() { hidden=$(all "$1" "$from" ! -type l '(' ! -readable -o -type d ! -executable ')' -print -quit 2>"$why") && [ -z "$hidden" ]; }
reader=as_root
sees_all as_root || { reader=as_owner; sees_all as_owner; } || verdict unreadable "$hidden"
set -- $(all "$reader" "$from" -printf '%s\\n' | awk '{ n++; s += $1 } END { printf "%d %d", n, s / 1048576 + 1 }')
total=$1 size=$2
free=$(as_jenkins stat -fc '%a %S %b' "$home" 2>/dev/null | awk '$3 > 0 { printf "%.0f", $1 * $2 / 1048576 }')
case $free in '' | *[!0-9]*) ;; *) [ "$free" -ge $((size + min)) ] || verdict too-full "$free" $((size + min)) ;; esac

echo "copying $total files and folders, $size MiB"
{ $reader tar -C "$from" --anchored --exclude=./.jenkins-tray --exclude=./lost+found -cf - . 2>"$sums" || echo read >>"$bad"; } |
  { as_jenkins tar -C "$part" --no-same-owner -xpvf - 2>"$why" || echo write >>"$bad"; } |
  awk -v total="$total" '{ p = int(++n * 20 / (total + 1)) * 5; if (p > last) { last = p; print "copied " p " %"; fflush() } }'
if grep -qiE '${FULL}' "$why"; then : >"$why"; verdict too-full 0 $((size + min)); fi
if grep -q write "$bad"; then verdict not-writable; fi
if grep -q read "$bad"; then cp "$sums" "$why"; verdict unreadable; fi
sync -f "$part" 2>/dev/null

echo "comparing the checksums of $total files and folders"
sums() {
  all "$1" "$2" -printf '%y %p -> %l\\0' | sort -z | tr '\\0' '\\n'
  all "$1" "$2" -type f -print0 | sort -z | $1 env -C "$2" xargs -0r sha256sum
}
sums "$reader" "$from" >"$sums" 2>"$bad"
sums as_jenkins "$part" 2>>"$bad" | diff "$sums" - >"$why" && [ ! -s "$bad" ] && [ -s "$sums" ] || {
  sed -i -e '1d' "$why"
  cat "$bad" >>"$why"
  verdict differs
}

# The new place is at its path and at /var/jenkins_home, as the old one of a container was.
{ as_jenkins find "$part" -type l '(' -lname '/*' -o -lname '*..*' ')' -exec sh -c '
  home=$1 part=$2
  shift 2
  for it; do
    to=$(readlink "$it"; echo .) && to=\${to%??} dir=\${it%/*} abs=
    case $to in
      /*) abs=$to ;;
      *) case $(realpath -ms -- "$dir/$to") in "$part" | "$part"/*) continue ;; esac ;;
    esac
    new=$(echo "$former" | while IFS= read -r old && [ -n "$old" ]; do
      at=\${abs:-$(realpath -ms -- "$old\${dir#"$part"}/$to")}
      case $at in "$old" | "$old"/*) echo "$home\${at#"$old"}."; break ;; esac
    done)
    case $abs in /var/jenkins_home | /var/jenkins_home/*) continue ;; esac
    if [ -n "$new" ]; then
      mode=
      [ -w "$dir" ] || { mode=$(stat -c %a "$dir") && chmod u+w "$dir"; }
      ln -sfn -- "\${new%.}" "$it" || exit 1
      [ -z "$mode" ] || chmod "$mode" "$dir"
    else echo "the link \${it#"$part"/} leads out of the home, to $to"; fi
  done' sh "$home" "$part" {} + 2>"$why" || echo links >>"$bad"; } |
  awk 'NR <= 20; END { if (NR > 20) print "so do " NR - 20 " more links" }'
[ ! -s "$bad" ] || verdict not-writable
: >"$why"
as_jenkins mv "$part" "$whole" 2>"$why" || verdict not-writable
move_up
verdict copied "$total"
`;
