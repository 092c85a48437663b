import { type HomeFact, unseenHome } from '../core/world/host.ts';
import { mountOf } from './mounts.ts';
import type { PathLook } from './path-look.ts';

const JENKINS_UID = 1000;

/** Prints one line per fact, then the beginning of config.xml. What the user may not see has no line. */
const SCRIPT = `
home=$1
stat -L -c 'stat %f %u %g %Y' -- "$home" || { [ ! -h "$home" ] || echo broken; exit 1; }
[ -d "$home" ] || exit 0
stat -f -c 'disk %a %S %b' -- "$home"
real=$(cd -P -- "$home" 2>/dev/null && pwd) && echo "real $real"
[ -r "$home" ] && [ -x "$home" ] || exit 0
echo seen
# A copy into it that has not ended is no home.
[ -n "$(find -H "$home" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .jenkins-tray-copy -print -quit)" ] &&
  [ ! -e "$home/.jenkins-tray-copied" ] || echo empty
# A file that may not be looked at is neither there nor absent.
look() { case $(stat -c '' -- "$home/.jenkins-tray/$1" 2>&1) in '') echo "$2 yes" ;; *'No such file'*) echo "$2 no" ;; esac; }
look marker.json marked
look new fresh
echo config
head -c 65536 -- "$home/config.xml" 2>/dev/null
exit 0
`;

/** What this user can see of a home; `unresponsive` if its disk does not answer in time. */
export async function lookAtHome(path: string, look: PathLook): Promise<HomeFact> {
  const output = await look(path, SCRIPT).catch(() => ({ exitCode: null, stdout: '', stderr: '' }));
  if (output === null) return { ...unseenHome, kind: 'unresponsive' };
  const [facts = '', config = ''] = output.stdout.split(/^config\n/m, 2);
  const lines = facts.split('\n');
  const words = (name: string): string[] | undefined =>
    lines
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .slice(1);
  const found = words('stat');
  if (found === undefined)
    return { ...unseenHome, kind: lines.includes('broken') ? 'broken-link' : kindOf(output.stderr) };
  const [mode, uid, gid] = [Number.parseInt(found[0] ?? '', 16), Number(found[1]), Number(found[2])];
  if ((mode & 0o170000) !== 0o040000) return { ...unseenHome, kind: 'not-a-folder' };
  const shared = {
    ...unseenHome,
    kind: 'folder' as const,
    ownerUid: uid,
    writable: isWritable(mode, uid, gid),
    readOnly: mountOf(words('real')?.join(' ') ?? path)?.readOnly ?? false,
    freeBytes: freeBytes(words('disk')),
    changedAt: found[3] === undefined ? null : Number(found[3]) * 1000,
  };
  if (!lines.includes('seen')) return shared;
  return {
    ...shared,
    empty: lines.includes('empty'),
    marked: yesOrNo(words('marked')),
    fresh: yesOrNo(words('fresh')),
    version: /<version>([^<]+)<\/version>/.exec(config)?.[1] ?? null,
  };
}

const yesOrNo = (words: readonly string[] | undefined): boolean | null =>
  words === undefined ? null : words[0] === 'yes';

function kindOf(stderr: string): HomeFact['kind'] {
  if (/No such file or directory/.test(stderr)) return 'missing';
  return /Not a directory/.test(stderr) ? 'not-a-folder' : 'unknown';
}

/** Whether uid 1000 can write, by owner and mode. */
const isWritable = (mode: number, uid: number, gid: number): boolean =>
  uid === JENKINS_UID
    ? (mode & 0o300) === 0o300
    : (mode & 0o003) === 0o003 || (gid === JENKINS_UID && (mode & 0o030) === 0o030);

/** Null if the file system does not tell: some on a network, or in user space, report no blocks at all. */
function freeBytes(disk: readonly string[] | undefined): number | null {
  const [available, size, total] = (disk ?? []).map(Number);
  return available === undefined || size === undefined || !total ? null : available * size;
}
