// What a commit message must be like. Run by .githooks/commit-msg, and over what landed by a unit test.
import { readFileSync } from 'node:fs';

export const MAX_FIRST_LINE = 72;
export const TYPES: readonly string[] = [
  'feat',
  'fix',
  'perf',
  'refactor',
  'docs',
  'test',
  'build',
  'ci',
  'chore',
  'style',
  'revert',
];
/** Changes whose reason cannot be seen in the diff. */
const NEEDS_BODY: readonly string[] = ['feat', 'fix', 'perf', 'refactor'];
/** Lines that tools add, and that give no reason: `Signed-off-by: …`. */
const TRAILER = /^[A-Z][A-Za-z]*(-[A-Za-z]+)+: /;

/** What is wrong with a message, one sentence each; empty where nothing is. */
export function faults(message: string): readonly string[] {
  const [first = '', second = '', ...body] = written(message);
  if (/^(Merge |(fixup|squash|amend)! )/.test(first)) return [];
  const [, type = '', text = ''] = /^([a-z]+)(?:\([^)]+\))?!?: (.+)$/.exec(first) ?? [];
  const other = new RegExp(`[;,] (${TYPES.join('|')}): `).exec(text);
  const reason = body.filter((line) => line.trim() !== '' && !TRAILER.test(line));
  return [
    TYPES.includes(type) ? null : `The first line must be "TYPE: what changed", with a type of ${TYPES.join(', ')}.`,
    other === null ? null : `One commit has one type: split off "${other[1]}".`,
    first.length <= MAX_FIRST_LINE ? null : `The first line has ${first.length} characters; at most ${MAX_FIRST_LINE}.`,
    second === '' ? null : 'The second line must be empty.',
    NEEDS_BODY.includes(type) && reason.length === 0 ? `A ${type} needs a body that says why.` : null,
  ].filter((fault) => fault !== null);
}

/** The lines that git keeps: no comments, and nothing below the scissors of `git commit --verbose`. */
function written(message: string): readonly string[] {
  const [kept = ''] = message.split(/^# -+ >8 -+$/m);
  return kept
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trimEnd());
}

if (import.meta.main) {
  const found = faults(readFileSync(process.argv[2] ?? '', 'utf8'));
  for (const fault of found) console.error(fault);
  if (found.length > 0)
    console.error('See "Commits" in CONTRIBUTING.md. Your message is still in .git/COMMIT_EDITMSG.');
  process.exitCode = found.length === 0 ? 0 : 1;
}
