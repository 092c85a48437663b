import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { quoted, shellWord } from '../../../electron/shared/shell-word.ts';

test.each(['/srv/jenkins_home', "/srv/Ada's Jenkins", '/srv/$(date)', '/srv/`date`', '/srv/a b', '/srv/ä"\\'])(
  'a shell reads %s from the command that names it',
  (path) => {
    for (const word of [quoted(path), shellWord(path)])
      expect(execFileSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' })).toBe(path);
  },
);

test('a word that needs no quotes gets none', () => {
  expect(shellWord('/srv/jenkins_home')).toBe('/srv/jenkins_home');
});
