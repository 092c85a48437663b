import { SNAPSHOT_PRELUDE } from './home-snapshot-script.ts';

/**
 * Restores a snapshot. It is unpacked beside the home and compared with its checksum before anything counts. Then, in one
 * step where the disk can, it becomes the home, and what was the home keeps lying beside it: nothing here removes a home.
 * An interrupted run is completed by the next one of the same request: each state of it has a name of its own, and a mark
 * in the restored home says which request it is of. A folder that is removed here was never a home.
 * $1 folder of the home, $2 its name, $3 folder of the snapshots, $4 the snapshot, $5 the request's stamp, $6 `swap`, or
 * `beside` for a home that cannot be renamed, or `into` for an empty volume at $1/$2, or `undo`: what this request replaced by
 * `swap` becomes the home again, and what it restored is kept in its place, or `look`,
 * for a volume `look-into`: says whether there is room for it; $7 the Jenkins that will run on it, or `-`: an older one would
 * spoil it.
 */
export const RESTORE_SNAPSHOT = `
place=$1 base=$2 folder=$3 name=$4 stamp=$5 how=$6 jenkins=\${7:--}
${SNAPSHOT_PRELUDE}
home=$place/$base new=$place/.$base.restoring aside=$place/$base.replaced-$stamp beside=$place/$base.restored-$stamp
snapshot=$folder/$name said=$folder/$name/snapshot.json
mark=.jenkins-tray/restored
is_of_this() { [ -f "$1/$mark" ] && [ "$(head -n1 "$1/$mark" 2>/dev/null)" = "$stamp $name" ]; }
# Whether this app and that Jenkins can work with the snapshot.
suits() {
  format=$(field "$said" format) wrote=$(field "$said" jenkins)
  [ "\${format:-1}" = 1 ] || verdict newer-format
  case $wrote$jenkins in *[!0-9.]*) return 0 ;; esac
  [ "$(printf '%s\\n' "$wrote" "$jenkins" | sort -V | tail -n1)" = "$jenkins" ] || verdict newer "$wrote" "$jenkins"
}
alone
exchange() {
  mv --exchange --no-copy -T "$1" "$2" 2>/dev/null && return
  # renameat2 with RENAME_EXCHANGE. Elsewhere a moment without a home is left, which the next run ends.
  case $(uname -m) in x86_64) call=316 ;; aarch64 | riscv64) call=276 ;; *) call= ;; esac
  [ -z "$call" ] || perl -e 'exit(syscall($ARGV[0] + 0, -100, $ARGV[1], -100, $ARGV[2], 2) == 0 ? 0 : 1)' "$call" "$1" "$2" 2>/dev/null && return
  mv -T "$1" "$2.leaving" 2>"$why" || return
  mv -T "$2" "$1" 2>"$why" || { mv -T "$2.leaving" "$1" 2>/dev/null; return 1; }
  mv -T "$2.leaving" "$2" 2>/dev/null || :
}
# Also what is mounted in it: it would stay with the renamed folder, and after a reboot hide what was restored.
is_mount() { awk -v at="$1" '{ gsub(/\\\\040/, " ", $5) } $5 == at || index($5, at "/") == 1 { found = 1 } END { exit !found }' /proc/self/mountinfo; }

swap() {
  if [ ! -e "$home" ]; then mv -T "$aside" "$home" 2>"$why" || verdict not-swapped
  else exchange "$home" "$aside" || verdict not-swapped; fi
  sync -f "$place" 2>/dev/null
}
ended() {
  [ -e "$aside" ] || [ ! -e "$aside.leaving" ] || mv -T "$aside.leaving" "$aside"
  : >"$why"
  verdict restored "$how" "$([ -e "$aside" ] && echo kept || echo -)"
}
if [ "$how" = undo ]; then
  [ -e "$aside" ] || [ ! -e "$aside.leaving" ] || [ ! -e "$home" ] || mv -T "$aside.leaving" "$aside" 2>"$why" || verdict not-swapped
  if [ ! -e "$home" ]; then
    for it in "$aside.leaving" "$aside"; do
      if [ -e "$it" ] && ! is_of_this "$it"; then mv -T "$it" "$home" 2>"$why" || verdict not-swapped; break; fi
    done
    [ -e "$home" ] || verdict not-swapped
  elif is_of_this "$home" && [ -e "$aside" ]; then exchange "$home" "$aside" || verdict not-swapped; fi
  sync -f "$place" 2>/dev/null
  ended
fi
if [ "$how" = look ] || [ "$how" = look-into ]; then
  # What this request has restored already needs no more.
  if is_of_this "$home" || is_of_this "$aside"; then : >"$why"; verdict fits; fi
  [ -f "$said" ] || verdict no-snapshot
  suits
  at=$place bytes=$(field "$said" bytes)
  [ "$how" = look ] || at=$home
  need=$((\${bytes:-0} * 105 / 100 / 1048576 + 1)) free=$(free_at "$at")
  sample=$(find "$snapshot/home" -type f -size +0 -print -quit 2>/dev/null)
  if [ "$how" = look ] && [ -n "$sample" ] && probe=$(mktemp -p "$at" .look.XXXXXX 2>/dev/null); then
    cp --reflink=always "$sample" "$probe" 2>/dev/null && need=0
    rm -f "$probe"
  fi
  : >"$why"
  enough "$free" "$need" || verdict too-full "$free" "$need"
  verdict fits
fi
[ "$how" != swap ] || ! is_mount "$home" || how=beside
case $how in
  swap)
    if is_of_this "$home"; then ended; fi
    if is_of_this "$aside"; then swap; ended; fi ;;
  beside) if is_of_this "$beside"; then ended; fi ;;
  into) new=$home; if is_of_this "$home"; then ended; fi ;;
esac

[ -f "$said" ] || verdict no-snapshot
suits
method=$(field "$said" method) bytes=$(field "$said" bytes) digest=$(field "$said" sha256)
archive=$(archive_of "$snapshot")
[ "$method" = reflink ] || [ -n "$archive" ] || verdict damaged
if [ "$how" = into ]; then
  unfinished=$new/.jenkins-tray-restoring
  [ -e "$unfinished" ] || [ -z "$(ls -A "$new")" ] || verdict not-empty
  : >"$unfinished" && find "$new" -mindepth 1 ! -path "$unfinished" -delete 2>"$why" || verdict not-written
else
  rm -rf "$new" 2>"$why" || verdict not-written
  mkdir "$new" 2>"$why" || lacking not-written "$place"
fi
# The next run of this request begins anew.
failed() { if [ "$how" = into ]; then rm -f "$new/$mark"; touch "$unfinished" 2>/dev/null; else rm -rf "$new"; fi; verdict "$@"; }
need=$((\${bytes:-0} * 105 / 100 / 1048576 + 1)) free=$(free_at "$new")
if [ "$method" = reflink ] && sample=$(find "$snapshot/home" -type f -size +0 -print -quit) && [ -n "$sample" ] &&
  cp --reflink=always "$sample" "$new/sample" 2>/dev/null; then need=0; fi
rm -f "$new/sample"
enough "$free" "$need" || failed too-full "$free" "$need"

if [ "$method" = reflink ]; then
  echo "copying $(field "$said" files) files and folders"
  [ "$(list_of "$snapshot/home" | sum_of)" = "$digest" ] || failed damaged
  cp -a --reflink=auto "$snapshot/home/." "$new" 2>"$why" || lacking not-written "$new" "$need"
  rm -f "$new/.jenkins-tray-restoring"
  list_of "$new" | sum_of | grep -qxF "$digest" || failed differs
else
  echo "unpacking $(field "$said" files) files and folders, $((\${bytes:-0} / 1048576)) MiB"
  watch() {
    size=$(stat -c %s "$archive")
    while sleep 1 >/dev/null 2>&1 9>&- && kill -0 $$ 2>/dev/null; do
      at=$(sed -n 's/^tar: at //p' "$log" | tail -n1)
      [ -z "$at" ] || [ "\${bytes:-0}" = 0 ] || echo "unpacked $((at * 1024000 / bytes < 99 ? at * 1024000 / bytes : 99)) %"
    done
  }
  watch & watcher=$!
  unpack=$(unpacker "$archive")
  # The checksum is of all that is read; tar may stop reading at the end of its own data.
  { tee "/proc/self/fd/3" <"$archive" 2>>"$bad" | sum_of >"$sum"; } 3>&1 |
    { $unpack 2>>"$bad"; echo "unpack $?" >>"$bad"; } |
    { tar -C "$new" --numeric-owner --same-owner -xpf - --checkpoint=1000 --checkpoint-action='echo=at %u' 2>"$log"
      echo "tar $?" >>"$bad"; cat >/dev/null; }
  kill "$watcher" 2>/dev/null; watcher=
  grep -v '^tar: at ' "$log" | head -n1 >"$why"
  ! is_full "$log" || lacking not-written "$new" "$need"
  [ "$(cat "$sum")" = "$digest" ] || failed damaged
  grep -q 'unpack 0' "$bad" || { grep -v '^[a-z]* [0-9]*$' "$bad" | head -n1 >"$why"; failed damaged; }
  grep -q 'tar 0' "$bad" || failed not-written
fi
: >"$why"
# Nothing of ours is written through a link.
[ ! -h "$new/.jenkins-tray" ] || failed damaged
# The marker says which home it is; one that was never used by Jenkins Tray has none.
mkdir -p "$new/.jenkins-tray" && chown --reference="$new" "$new/.jenkins-tray"
if [ "$how" = swap ] && [ ! -e "$new/.jenkins-tray/marker.json" ] && [ -e "$home/.jenkins-tray/marker.json" ]; then
  cp -a "$home/.jenkins-tray/marker.json" "$new/.jenkins-tray/marker.json"
fi
rm -f "$new/.jenkins-tray/heartbeat" "$new/.jenkins-tray/upgrade-plugins" "$new/$mark" "$new/.jenkins-tray-restoring"
{ printf '%s\\n' "$stamp $name" >"$new/$mark"; } 2>"$why" || lacking not-written "$new"
chown --reference="$new" "$new/$mark"; chmod 644 "$new/$mark"
stored -f "$new" || lacking not-written "$new" "$need"
case $how in
  swap)
    if [ ! -e "$home" ]; then mv -T "$new" "$home" 2>"$why" || verdict not-swapped
    else mv -T "$new" "$aside" 2>"$why" && swap || verdict not-swapped; fi ;;
  beside) mv -T "$new" "$beside" 2>"$why" || verdict not-swapped ;;
esac
ended
`;
