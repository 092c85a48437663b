import { resolve } from 'node:path/posix';
import type { PathLook } from './path-look.ts';

/** Name and target of each link, each ended by a NUL, which neither can contain. */
const SCRIPT = `exec find -H "$1" -mindepth 1 -maxdepth 1 -type l -printf '%f\\0%l\\0'`;

/** The entries of a home that are links to somewhere outside of it, with absolute targets; none if it does not respond. */
export async function linksOf(
  home: string,
  look: PathLook,
): Promise<readonly { readonly name: string; readonly target: string }[]> {
  const found = await look(home, SCRIPT).catch(() => null);
  if (found?.exitCode !== 0) return [];
  const words = found.stdout.split('\0');
  return words.flatMap((name, at) => {
    const to = words[at + 1];
    if (at % 2 === 1 || to === undefined || to === '') return [];
    const target = resolve(home, to);
    return target === home || target.startsWith(`${home}/`) ? [] : [{ name, target }];
  });
}
