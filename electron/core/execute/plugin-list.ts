import { IMAGE_VERSION } from './image-version-script.ts';

/** A plugin archive, as its manifest says; the file's name decides what replaces it. */
export interface PluginFile {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** The Jenkins that it needs; empty: unknown. */
  readonly core: string;
  readonly needs: readonly { readonly name: string; readonly version: string; readonly optional: boolean }[];
  readonly disabled: boolean;
  /** The version that an image's start script installed last; null: none did. */
  readonly marker: string | null;
}

/** The plugins of a home and of an image. */
export interface PluginLists {
  readonly home: readonly PluginFile[];
  readonly image: readonly PluginFile[];
  /** The image's Jenkins; empty: unknown. */
  readonly core: string;
  /** Plugins that Jenkins itself installs where others need them. */
  readonly detached: readonly string[];
}

/** Of a plugin whose manifest does not say it, in Jenkins' own terms. */
export const UNKNOWN_VERSION = '???';

/**
 * Prints the plugins of a home and of the image that it runs in, one line each, without changing anything. Root may see
 * less than Jenkins' user (NFS root_squash), or more, before the home is given to it. $1: the home.
 */
export const LIST_PLUGINS = `
home=$1 ref=\${REF:-/usr/share/jenkins/ref}
as= user='setpriv --reuid=1000 --regid=1000 --clear-groups --'
! $user test -r "$home/plugins" 2>/dev/null || as=$user
# Attributes of a manifest's main section, whose long lines go on in the next one.
export main='
  { sub(/\\r$/, "") }
  /^ / { value[key] = value[key] substr($0, 2); next }
  $0 == "" { exit }
  { at = index($0, ": "); key = substr($0, 1, at - 1); value[key] = substr($0, at + 2) }
  END {
    name = value["Short-Name"]; if (name == "") name = value["Extension-Name"]
    version = value["Plugin-Version"]; if (version == "") version = value["Implementation-Version"]
    core = value["Jenkins-Version"]; if (core == "") core = value["Hudson-Version"]
    line = ENVIRON["where"] "\\t" ENVIRON["name"] "\\t" name "\\t" version "\\t" core "\\t" value["Plugin-Dependencies"]
    print line "\\t" ENVIRON["disabled"] "\\t" ENVIRON["marker"]
  }'
export list='
  for file in "$1"/plugins/*.jpi "$1"/plugins/*.hpi "$1"/plugins/*.jpi.override; do
    [ -f "$file" ] || continue
    export where="$2" name="\${file##*/}" disabled= marker=
    [ ! -e "$file.disabled" ] || disabled=disabled
    [ ! -e "$file.version_from_image" ] || marker=$(head -n1 "$file.version_from_image")
    { unzip -p "$file" META-INF/MANIFEST.MF || cat "\${file%.?pi}/META-INF/MANIFEST.MF"; } 2>/dev/null | awk "$main"
  done | head -n 480'
found=$($as sh -c "$list" sh "$home" home)
[ -n "$found" ] || exit 0
printf '%s\\n' "$found"
sh -c "$list" sh "$ref" image
${IMAGE_VERSION}
echo "core	$version"
unzip -l "$war" 'WEB-INF/detached-plugins/*' 2>/dev/null |
  sed -n 's:.*WEB-INF/detached-plugins/\\([^/]*\\)\\.[jh]pi$:detached	\\1:p' | head -n 30
`;

/** The lists that `LIST_PLUGINS` printed. */
export function pluginLists(stdout: string): PluginLists {
  const rows = stdout.split('\n').map((line) => line.split('\t'));
  const files = (where: string): readonly PluginFile[] =>
    rows.filter((row) => row[0] === where).map(([, ...columns]) => pluginFile(columns));
  const values = (what: string): readonly string[] =>
    rows.flatMap(([kind, value = '']) => (kind === what && value !== '' ? [word(value)] : []));
  return { home: files('home'), image: files('image'), core: values('core')[0] ?? '', detached: values('detached') };
}

function pluginFile([
  file = '',
  name = '',
  version = '',
  core = '',
  needs = '',
  disabled,
  marker = '',
]: readonly string[]): PluginFile {
  return {
    file,
    name: word(name) || file.replace(/\.[jh]pi(\.override)?$/, ''),
    version: word(version) || UNKNOWN_VERSION,
    core: word(core),
    needs: needs.split(',').flatMap(dependency),
    disabled: disabled === 'disabled',
    marker: marker.trim() === '' ? null : word(marker),
  };
}

/** `scm-api:676.v1;resolution:=optional`. */
function dependency(text: string): PluginFile['needs'] {
  const [plugin = '', ...properties] = text.split(';');
  const [name = '', version = ''] = plugin.split(':');
  if (name === '') return [];
  const optional = properties.some((it) => it.trim().toLowerCase() === 'resolution:=optional');
  return [{ name: word(name), version: word(version), optional }];
}

/** Manifests are anybody's text; without what separates the parts of a consent, a version such as `1.0 (private)` too. */
const word = (text: string): string =>
  text
    .trim()
    .split(' ')[0]
    ?.replace(/[^\w.+*-]/g, '_')
    .slice(0, 100) ?? '';
