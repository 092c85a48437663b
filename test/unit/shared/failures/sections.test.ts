import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sections } from '../../../../electron/shared/failures/sections.ts';
import { ROOT } from '../../../lab/paths.ts';

const AREAS = 'electron/shared/failures';
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const sources = ['electron', 'renderer']
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(folder, String(name))))
  .filter((path) => /\.tsx?$/.test(path));

/** docs/failures.md, as it should be. */
const page = `# Failures

What can go wrong, by the code that Jenkins Tray shows with it in the window, in the terminal and in \`--json\`. Codes are stable, texts are not. Each failure says more in its detail, and most name the very command that helps.

${Object.keys(sections)
  .map((code) => `- [${code}](#${code.replace('/', '')})`)
  .join('\n')}

${Object.entries(sections)
  .map(([code, { title, meaning, remedy }]) => `## ${code}\n\n**${title}**\n\n${meaning}\n\nWhat to do: ${remedy}`)
  .join('\n\n')}
`;

/** To write the page after a change: `npx vitest run --project unit shared/failures -u`. */
test('docs/failures.md has the section of each code', async () => {
  await expect(page).toMatchFileSnapshot(join(ROOT, 'docs/failures.md'));
});

test('failures are worded in shared/failures alone', () => {
  const literal = new RegExp(`code: '(${Object.keys(sections).join('|')})'`);
  expect(sources.filter((path) => !path.startsWith(AREAS) && literal.test(read(path)))).toEqual([]);
});

test('each code is used by a failure', () => {
  const words = readdirSync(join(ROOT, AREAS)).map((name) => read(join(AREAS, name)));
  const unused = Object.keys(sections).filter((code) => !words.some((text) => text.includes(`code: '${code}'`)));
  expect(unused).toEqual([]);
});
