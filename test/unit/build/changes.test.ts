import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changesOf } from '../../../build/changes.ts';
import { ROOT } from '../../lab/paths.ts';

test('what users notice of the commits is listed by its kind, and nothing else', () => {
  const lines = [
    'fix(gpu): a card that sleeps is left asleep',
    'docs: where the home is',
    'feat: the plan is shown as a table',
    'feat!: settings of before are refused',
    'refactor: one place for paths',
    'perf: less is read at start',
    'a line without a type',
  ];
  expect(changesOf(lines)).toBe(`### Breaking

- settings of before are refused

### Added

- the plan is shown as a table

### Changed

- less is read at start

### Fixed

- gpu: a card that sleeps is left asleep`);
  expect(changesOf(['docs: where the home is'])).toBe('');
});

test('it reads the commits of this checkout', () => {
  const said = execFileSync(process.execPath, [join(ROOT, 'build/changes.ts')], { cwd: ROOT, encoding: 'utf8' });
  expect(said).toMatch(/^### /m);
});
