import { FULL, QUOTA, VERDICT } from './home-script.ts';

/**
 * What the scripts about snapshots have in common. A snapshot is a folder with `snapshot.json` and either one archive or,
 * where the disk shares blocks between files (reflink), `home` and a list of what is in it. It gets its name by one rename
 * once it is complete; until then, and while it is removed, its name begins with a dot and ends with `.part`. Only one
 * script at a time changes a folder of snapshots, even if the process that started it was killed. Verdicts are one word
 * with evidence. $folder: the snapshots.
 */
export const SNAPSHOT_PRELUDE = `
LC_ALL=C; export LC_ALL
umask 077
cd /
scratch=$(mktemp -d) || { echo 'not-written no temporary files could be made: the disk of the engine may be full'; exit 0; }
why=$scratch/why bad=$scratch/bad log=$scratch/log sum=$scratch/sum
for it in "$why" "$bad" "$log" "$sum"; do : >"$it"; done
trap 'rm -rf "$scratch"; [ -z "$watcher" ] || kill "$watcher" 2>/dev/null' EXIT
watcher=
${VERDICT}
alone() {
  command -v flock >/dev/null || return 0
  # The one that was left behind is stopped by whoever starts this one, and may take a moment to end.
  # A redirection of \`exec\` that fails would end the shell without a verdict.
  (: >>"$folder/.lock") 2>"$why" || lacking not-writable "$folder"
  exec 9>>"$folder/.lock" && flock -w 5 9 || verdict busy
}
# Free MiB at a path; empty: its file system does not know its own size.
free_at() { stat -fc '%a %S %b' "$1" 2>/dev/null | awk '$3 > 0 { printf "%.0f", $1 * $2 / 1048576 }'; }
# A folder with other things in it stays as it is: each snapshot is closed by itself. $1: whose it is.
close_folder() {
  [ -z "$(ls -A "$folder")" ] || return 0
  chown --reference="$1" "$folder" 2>/dev/null; chmod 700 "$folder" 2>/dev/null
}
is_sum() { case $1 in *[!0-9a-f]*) false ;; *) [ "\${#1}" = 64 ] ;; esac; }
enough() { case $1 in '' | *[!0-9]*) return 0 ;; *) [ "$1" -ge "$2" ] ;; esac; }
# Removes one, in such a way that no half of it is ever listed.
discard() { mv -fT "$folder/$1" "$folder/.$1.part" && rm -rf "$folder/.$1.part"; }
discard_parts() { find "$folder" -mindepth 1 -maxdepth 1 -name '.[12]???-??-??T??-??-??Z-*.part' -exec rm -rf {} +; }
# The value of a number or text in the snapshot's description.
field() { sed -n "s/.*\\"$2\\":\\"*\\([A-Za-z0-9._+-]*\\).*/\\1/p" "$1" | head -n1; }
QUOTA='${QUOTA}'
FULL='${FULL}'
is_full() { grep -qiE "$FULL" "$@"; }
failed() { verdict "$@"; }
# Ends with $1, or with how full the disk at $2 is where that is why: MiB free, MiB needed ($3), and what else is used up.
lacking() {
  is_full "$why" "$log" || failed "$1"
  case $(stat -fc '%c %d' "$2" 2>/dev/null) in 0' '*) other= ;; *' 0') other=inodes ;; *) other= ;; esac
  ! grep -qiE "$QUOTA" "$why" "$log" || other=quota
  free=$(free_at "$2")
  : >"$why"
  failed too-full "\${free:--}" "\${3:-1}" $other
}
# Whether what was written is on the disk. A thin or a remote one may find out only now that it is full; one that cannot say is
# believed.
stored() { sync "$@" 2>"$why" || ! grep -qiE "$FULL|input/output" "$why" && : >"$why"; }
# What is in a folder, by names, kinds, sizes, owners, modes and times of contents.
list_of() { find "$1" -mindepth 1 '(' -type d -printf '%P\\t%y\\t%U:%G\\t%m\\n' -o -type f -printf '%P\\t%y\\t%U:%G\\t%m\\t%s\\t%T@\\n' -o -printf '%P\\t%y\\t%l\\n' ')' | sort; }
# OpenSSL uses the processor's own instructions, which Debian's sha256sum does not: 0.8 instead of 4.4 s for 783 MB on an EPYC.
sha256=sha256sum
! openssl dgst -sha256 -r </dev/null >/dev/null 2>&1 || sha256='openssl dgst -sha256 -r'
sum_of() { $sha256 | cut -d' ' -f1; }
unpacker() { case $1 in *.zst) echo 'zstd -q -d -c' ;; *) echo 'gzip -d -c' ;; esac; }
archive_of() { for it in "$1"/home.tar.*; do [ -f "$it" ] && echo "$it"; done | head -n1; }
`;

/**
 * Makes a snapshot of a home, which it does not change. Reads as root, or as the home's owner where root may not (NFS
 * root_squash). Leaves out who has the home now. What is there under the same name stays.
 * $1 home, $2 folder, $3 name, $4 `-`, or `rebuilt` to leave out what Jenkins builds again, $5 `look` to say only how much
 * it is, $6 its description as JSON, without the closing brace, $7 `known` where Jenkins has run on the home: it is marked.
 */
export const MAKE_SNAPSHOT = `
home=$1 folder=$2 name=$3 without=$4 look=$5 head=$6 known=\${7:--}
${SNAPSHOT_PRELUDE}
part=$folder/.$name.part
[ -d "$home" ] || verdict no-home
as_root() { "$@"; }
as_owner() { setpriv --reuid="$(stat -Lc %u "$home")" --regid="$(stat -Lc %g "$home")" --clear-groups -- "$@"; }
reader=as_root
hidden() { $1 find "$home" -mindepth 1 -maxdepth 1 '(' ! -readable -o -type d ! -executable ')' ! -type l ! -type s -print -quit 2>&1; }
[ -z "$(hidden as_root)" ] || [ -n "$(hidden as_owner)" ] || reader=as_owner
# A disk that is not mounted looks like an empty home, and with \`--keep\` its snapshots would replace all that there are.
[ "$known" = - ] || $reader test -e "$home/.jenkins-tray/marker.json" || verdict not-the-home

# Also left out: who has the home and what it tells, a request to its next start, what belongs to the disk.
rebuilt= excluded=
if [ "$without" != - ]; then
  rebuilt='-o -path ./workspace -o -path ./caches -o -path ./.cache -o -path ./war'
  excluded='--exclude=./workspace --exclude=./caches --exclude=./.cache --exclude=./war'
fi
in_home() {
  $reader env -C "$home" find . -ignore_readdir_race -mindepth 1 '(' -path ./lost+found -o -path ./.jenkins-tray/heartbeat \
    -o -path ./.jenkins-tray/builds-changed -o -path ./.jenkins-tray/upgrade-plugins $rebuilt ')' -prune -o ! -type s "$@"
}
# Hard links count once, holes not at all. Whoever mounts the home elsewhere can have the snapshots in it unseen.
measured=$(in_home -printf '%D %i %n %b\\n' 2>"$why" | awk -v at="$(stat -Lc '%d %i' "$folder" 2>/dev/null)" '
  { n++ } !disks[$1]++ { d++ } ($1 " " $2) == at { inside = 1 } $3 == 1 || !seen[$1, $2]++ { b += $4 }
  END { printf "%d %.0f %d %d", n, b * 512, d, inside }')
[ ! -s "$why" ] || verdict unreadable
set -- $measured
[ "$#" = 4 ] || verdict unreadable
files=$1 bytes=$2 disks=$3
[ "$4" = 0 ] || verdict inside
need=$((bytes * 12 / 10 / 1048576 + 1))
if command -v zstd >/dev/null; then method=zstd pack='zstd -q -1 -T0 -c' archive=home.tar.zst
else method=gzip pack='gzip -1 -c' archive=home.tar.gz; fi
packed=$method
# Whether the disk lets two files share their blocks; not where another disk is mounted in the home.
shares() {
  sample=$(in_home -type f -size +0 -print -quit)
  [ -n "$sample" ] && [ "$disks" -le 1 ] && $reader cp --reflink=always "$home/$sample" "$1" 2>/dev/null
  shared=$?
  rm -f "$1"
  return "$shared"
}
if [ "$look" = look ]; then
  probe=$(mktemp -p "$folder" .look.XXXXXX.part 2>/dev/null) && shares "$probe" && method=reflink need=0
  : >"$why"
  free=$(free_at "$folder")
  verdict measured "$method" "$files" "$bytes" "\${free:--}" "$need"
fi
mkdir -p "$folder" 2>"$why" || verdict not-writable
[ ! "$folder" -ef "$home" ] || verdict inside
close_folder "$home"
: >"$why"
alone
discard_parts
[ ! -e "$folder/$name" ] || verdict exists
mkdir "$part" 2>"$why" || lacking not-writable "$folder"
# What lies elsewhere is not in it; the link itself is.
$reader find "$home" -mindepth 1 -maxdepth 1 -type l -printf '%f\\t%l\\n' 2>/dev/null | while IFS='	' read -r link to; do
  [ "$without" = - ] || case $link in workspace | caches | .cache | war) continue ;; esac
  case $to in /*) at=$to ;; *) at=$home/$to ;; esac
  case $(realpath -ms "$at")/ in "$home"/*) ;; *) echo "not in it: $link, a link to $to" ;; esac
done
failed() { rm -rf "$part"; verdict "$@"; }
fits() { free=$(free_at "$folder"); enough "$free" "$1" || failed too-full "$free" "$1"; }
if shares "$part/sample"; then method=reflink; else fits "$need"; fi
began=$part/began
: >"$began"

share() {
  echo "copying $files files and folders"
  mkdir "$part/home"
  # A folder of which a part is left out is made, and the rest of it copied; all else in one run, for the hard links.
  $reader env -C "$home" find . -mindepth 1 -maxdepth 1 ! -name lost+found ! -type s -print0 2>"$why" |
    { if [ "$without" = - ]; then cat; else grep -zvxE '[.]/(workspace|caches|[.]cache|war)'; fi; } |
    $reader env -C "$home" xargs -0r cp -a --reflink=always -t "$part/home" 2>"$why" || return
  for it in heartbeat builds-changed upgrade-plugins; do rm -rf "$part/home/.jenkins-tray/$it"; done
  find "$part/home" -type s -delete
  chown --reference="$home" "$part/home"; chmod --reference="$home" "$part/home"
  list_of "$part/home" >"$part/home.list" 2>"$why"
}
if [ "$method" = reflink ] && ! share; then
  ! is_full "$why" || lacking not-written "$folder"
  # Some files may not share their blocks, such as those without copy-on-write.
  : >"$why"
  rm -rf "$part/home" "$part/home.list"
  method=$packed
  fits "$need"
fi
if [ "$method" = reflink ]; then
  size=0 digest=$(sum_of <"$part/home.list")
else
  echo "packing $files files and folders, $((bytes / 1048576)) MiB"
  watch() {
    while sleep 1 >/dev/null 2>&1 9>&- && kill -0 $$ 2>/dev/null; do
      at=$(sed -n 's/^tar: at //p' "$log" | tail -n1)
      [ -z "$at" ] || [ "$bytes" = 0 ] || echo "packed $((at * 1024000 / bytes < 99 ? at * 1024000 / bytes : 99)) %"
    done
  }
  watch & watcher=$!
  { $reader tar -C "$home" --anchored --no-wildcards --exclude=./lost+found --exclude=./.jenkins-tray/heartbeat \
      --exclude=./.jenkins-tray/builds-changed --exclude=./.jenkins-tray/upgrade-plugins $excluded --sparse --numeric-owner --warning=no-file-ignored \
      --checkpoint=1000 --checkpoint-action='echo=at %u' -cf - . 2>"$log"
    echo "tar $?" >>"$bad"; } |
    { $pack 2>>"$why" || echo "write 1" >>"$bad"; } |
    { tee "$part/$archive" 2>>"$why" || echo "write 1" >>"$bad"; } | sum_of >"$sum"
  kill "$watcher" 2>/dev/null; watcher=
  ! grep -q write "$bad" || lacking not-written "$folder" "$need"
  if ! grep -q 'tar 0' "$bad"; then
    grep -v '^tar: at ' "$log" | head -n1 >"$why"
    # 1: something changed while it was read. A running Jenkins writes its own log; builds are looked for below.
    grep -q 'tar 1' "$bad" && case $head in *'"state":"quiet"'*) true ;; *) false ;; esac || failed unreadable
    : >"$why"
  fi
  size=$(stat -c %s "$part/$archive") digest=$(cat "$sum")
fi
# Of a Jenkins that started no builds none can have begun or ended meanwhile.
changed=$($reader find "$home/jobs" -newer "$began" -path '*/builds/*' '(' -name build.xml -o -name log ')' -print -quit 2>/dev/null)
[ -z "$changed" ] || failed changed "\${changed#"$home"/}"
rm -f "$began"
is_sum "$digest" || failed not-written
{ printf '%s,"method":"%s","files":%s,"bytes":%s,"size":%s,"sha256":"%s"}\\n' "$head" "$method" "$files" "$bytes" "$size" "$digest" >"$part/snapshot.json"; } 2>"$why" || lacking not-written "$folder"
# Of a copy that shares its blocks nothing else stores the files one by one.
if [ "$method" = reflink ]; then stored -f "$part"; else stored "$part/snapshot.json" "$part/$archive"; fi || lacking not-written "$folder" "$need"
chown --reference="$home" "$part" "$part"/snapshot.json "$part"/home.[lt]* 2>/dev/null
mv -nT "$part" "$folder/$name" 2>"$why" && [ ! -e "$part" ] || failed not-written
sync "$folder" 2>/dev/null
: >"$why"
verdict made "$method" "$files" "$bytes" "$size" "$digest"
`;
