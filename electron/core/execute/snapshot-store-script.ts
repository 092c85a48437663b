import { SNAPSHOT_PRELUDE } from './home-snapshot-script.ts';

/**
 * Works with the snapshots in a folder. Removing, exporting and importing are done under another name until they are
 * complete, and write over nothing.
 * $1 what, $2 folder, $3 snapshot; for `export` and `import` $4 the folder of the file, $5 its name; for `prune` $3 how many
 * are kept, $4 their reasons as a pattern, $5 the home as JSON and $6 who makes them, since homes of several computers may
 * share a folder, $7 `own` if none do, and then those that are kept in any case.
 */
export const SNAPSHOT_STORE = `
what=$1 folder=$2 name=$3 place=$4 file=$5
${SNAPSHOT_PRELUDE}
said() { head -c 4096 "$folder/$1/snapshot.json" 2>/dev/null | head -n1; }
names() { find "$folder" -mindepth 2 -maxdepth 2 -path '*/[12]???-??-??T??-??-??Z-*/snapshot.json' -type f 2>/dev/null | awk -F/ '{ print $(NF - 1) }' | sort; }
is_whole() {
  at=$(archive_of "$folder/$1")
  case $(field "$folder/$1/snapshot.json" method) in
    reflink) [ -d "$folder/$1/home" ] && [ -f "$folder/$1/home.list" ] ;;
    *) [ -n "$at" ] && [ "$(stat -c %s "$at")" = "$(field "$folder/$1/snapshot.json" size)" ] ;;
  esac
}
# Where the names of what is in an archive go.
entries=/dev/null
there() { [ -f "$folder/$name/snapshot.json" ] || verdict no-snapshot; }
check() {
  digest=$(field "$1/snapshot.json" sha256)
  if [ "$(field "$1/snapshot.json" method)" = reflink ]; then [ "$(list_of "$1/home" | sum_of)" = "$digest" ] || return; return; fi
  at=$(archive_of "$1")
  [ -n "$at" ] && [ "$(sum_of <"$at")" = "$digest" ] || return
  $(unpacker "$at") <"$at" 2>"$why" | tar -tf - >"$entries" 2>"$why"
}
case $what in
  list)
    for it in $(names); do is_whole "$it" && state=complete || state=incomplete; echo "snapshot $state $(said "$it")"; done
    verdict listed ;;
  verify)
    there
    check "$folder/$name" && { : >"$why"; verdict verified; }
    verdict damaged ;;
  delete)
    there; alone
    discard "$name" 2>"$why" || verdict not-written
    verdict deleted ;;
  prune)
    alone
    owner=$6 older=$7
    shift 7
    kept=" $* "
    left=$(for it in $(names); do
      json=$folder/$it/snapshot.json
      field "$json" reason | grep -qxE "$place" && grep -qF "\\"home\\":$file" "$json" || continue
      # One without an owner is of an earlier version, and in a folder of several computers maybe of another one.
      by=$(field "$json" owner)
      [ "$by" = "$owner" ] || [ "$by$place" = asked ] || [ "$by$older" = own ] || continue
      case $kept in *" $it "*) echo kept ;; *) echo "$it" ;; esac
    done)
    more=$((name - $(echo "$left" | grep -cx kept)))
    for it in $(echo "$left" | grep -vx kept | head -n "-$((more > 0 ? more : 0))"); do discard "$it" 2>"$why" && echo "deleted $it"; done
    verdict pruned ;;
  export)
    there
    # A name that is taken is taken by anything, a link to nothing too.
    [ ! -e "$place/$file" ] && [ ! -h "$place/$file" ] || verdict exists
    part=$place/.$file.part
    trap 'rm -rf "$scratch"; rm -f "$part"' EXIT
    if [ "$(field "$folder/$name/snapshot.json" method)" = reflink ]; then content="home home.list"; else content=$(basename "$(archive_of "$folder/$name")"); fi
    check "$folder/$name" || verdict damaged
    need=$(($(field "$folder/$name/snapshot.json" size) / 1048576 + 1))
    # Nothing is written through a link, which another user may have put into a folder for all.
    rm -f "$part" && (set -C; : >"$part") 2>"$why" || verdict not-written
    tar -C "$folder/$name" --numeric-owner --sparse -cf "$part" snapshot.json $content 2>"$why" || lacking not-written "$place" "$need"
    chown --reference="$place" "$part" 2>/dev/null
    stored "$part" || lacking not-written "$place" "$need"
    ln -T "$part" "$place/$file" 2>"$why" || { : >"$why"; mv -nT "$part" "$place/$file" 2>"$why" && [ ! -e "$part" ] || verdict not-written; }
    verdict exported ;;
  import)
    [ -f "$place/$file" ] || verdict no-file
    mkdir -p "$folder" 2>"$why" || verdict not-writable
    close_folder "$folder"
    alone; discard_parts
    need=$(($(stat -Lc %s "$place/$file") / 1048576 + 1)) free=$(free_at "$folder")
    enough "$free" "$need" || { : >"$why"; verdict too-full "$free" "$need"; }
    part=$folder/.1970-01-01T00-00-00Z-import.part
    mkdir "$part" 2>"$why" || lacking not-writable "$folder"
    failed() { rm -rf "$part"; verdict "$@"; }
    # What was not exported from here may hold anything.
    tar -tvf "$place/$file" --numeric-owner >"$log" 2>"$why" || failed foreign
    odd='^[^dlh-]|^-..[sS].* 0/|^-.....[sS].* [0-9]*/0 '
    # Absolute, or with a step up: no file of a home has such a name in an archive of ours.
    leads_out() { grep -qE '^/|(^|/)\\.\\.(/|$)' "$1"; }
    tar -tf "$place/$file" >"$bad" 2>/dev/null
    ! leads_out "$bad" || failed foreign
    ! grep -vE ' (snapshot\\.json|home\\.list|home\\.tar\\.(zst|gz)|home(/.*)?)$| -> | link to ' "$log" | grep -q . || failed foreign
    ! grep -qE "$odd" "$log" || failed foreign
    tar -C "$part" --numeric-owner --same-owner -xpf "$place/$file" 2>"$why" || lacking foreign "$folder" "$need"
    for it in snapshot.json home home.list home.tar.zst home.tar.gz; do [ ! -h "$part/$it" ] || failed foreign; done
    name=$(field "$part/snapshot.json" name)
    echo "$name" | grep -qxE '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}Z-(dind|dood|off)-[A-Za-z0-9_.+-]{1,40}' || failed foreign
    grep -qF '"name":"'"$name"'"' "$part/snapshot.json" || failed foreign
    format=$(field "$part/snapshot.json" format)
    [ "\${format:-1}" = 1 ] || { : >"$why"; failed newer-format; }
    # Until now the links in it, too, which may lead anywhere.
    : >"$log"
    entries=$log
    check "$part" || failed damaged
    ! leads_out "$log" || failed foreign
    # By somebody, and so never removed by itself.
    sed -i '1s/"reason":"[a-z]*"/"reason":"asked"/' "$part/snapshot.json" 2>"$why" || lacking not-written "$folder"
    at=$(archive_of "$part")
    if [ -n "$at" ] && $(unpacker "$at") <"$at" | tar -tvf - --numeric-owner 2>/dev/null | grep -qE "$odd"; then failed foreign; fi
    : >"$why"
    [ ! -e "$folder/$name" ] || failed exists
    stored -f "$part" || lacking not-written "$folder" "$need"
    mv -nT "$part" "$folder/$name" 2>"$why" && [ ! -e "$part" ] || failed not-written
    verdict imported "$name" ;;
esac
`;
