import { execFileSync } from 'node:child_process';

/**
 * `node build/changes.ts [SINCE]`: what changed since a version, by the commits, as sections of CHANGELOG.md; since the
 * last tag, or from the beginning if there is none. The release workflow keeps it with the packages, and whoever writes
 * CHANGELOG.md's own words begins with it.
 */

/** The sections of Keep a Changelog, and the types of commits that users notice. */
const SECTIONS = [
  ['Added', 'feat'],
  ['Changed', 'perf'],
  ['Fixed', 'fix'],
] as const;
const FIRST_LINE = /^(\w+)(?:\(([^)]+)\))?(!)?: (.+)$/;

/** Sections of the first lines of commits, newest first; what breaks something comes before all of them. */
export function changesOf(firstLines: readonly string[]): string {
  const parsed = firstLines.flatMap((line) => {
    const [, type = '', scope, breaks, text = ''] = FIRST_LINE.exec(line) ?? [];
    return text === ''
      ? []
      : [{ type, breaks: breaks !== undefined, text: scope === undefined ? text : `${scope}: ${text}` }];
  });
  const section = (title: string, texts: readonly { readonly text: string }[]): readonly string[] =>
    texts.length === 0 ? [] : [`### ${title}\n\n${texts.map(({ text }) => `- ${text}`).join('\n')}`];
  return [
    ...section(
      'Breaking',
      parsed.filter(({ breaks }) => breaks),
    ),
    ...SECTIONS.flatMap(([title, type]) =>
      section(
        title,
        parsed.filter((it) => !it.breaks && it.type === type),
      ),
    ),
  ].join('\n\n');
}

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** The tag before this commit, which may have one itself; null: none. */
function lastTag(): string | null {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^');
  } catch {
    return null;
  }
}

if (import.meta.main) {
  const since = process.argv[2] ?? lastTag();
  const range = since === null ? ['HEAD'] : [`${since}..HEAD`];
  console.log(changesOf(git('log', '--no-merges', '--format=%s', ...range).split('\n')));
}
