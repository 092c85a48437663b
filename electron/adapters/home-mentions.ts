import type { PathLook } from './path-look.ts';

/**
 * Deep enough for jobs in folders of folders; builds and workspaces are no configuration. Ends by itself before the look
 * gives up, which would count the home as hung: a large one is looked at in part.
 */
const SCRIPT = `
cd -- "$1" || exit 0
timeout 3 find -L . -maxdepth 8 \\( -name builds -o -name 'workspace*' -o -name plugins -o -name war \\) -prune -o -name '*.xml' -size -1024k -exec grep -lF -- 'TEXT' {} + 2>/dev/null
exit 0`;

/** The XML files of a home, by their paths within it, that name this text; as far as this user can see them in time. */
export async function mentionsIn(home: string, text: string, look: PathLook): Promise<readonly string[]> {
  const found = await look(home, SCRIPT.replace('TEXT', text.replaceAll("'", ''))).catch(() => null);
  return (found?.stdout ?? '')
    .split('\n')
    .filter(Boolean)
    .map((path) => path.replace(/^\.\//, ''));
}
