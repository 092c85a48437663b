import type { PathLook } from './path-look.ts';

/** The marker says that it is the home, and that its folder can be looked into. */
const SCRIPT = `
cd -- "$1/.jenkins-tray" && stat -c '' -- marker.json >/dev/null || exit 1
case $(stat -c '' -- administrator 2>&1) in '') echo yes ;; *'No such file'*) echo no ;; esac
`;

/** Whether the image's script made the account `admin` in a home; null if this user cannot see that. */
export async function administratorMade(home: string, look: PathLook): Promise<boolean | null> {
  const found = await look(home, SCRIPT).catch(() => null);
  const said = found?.stdout.trim();
  return said === 'yes' ? true : said === 'no' ? false : null;
}
