import { expect, test } from 'vitest';
import { faults } from '../../../build/commit-message.ts';

const why = '\n\nIt could not be found otherwise.\n';

test.each([
  `feat: the plan is shown as a table${why}`,
  `fix(gpu): a card that sleeps is left asleep${why}`,
  `refactor!: rooms of core${why}`,
  'docs: where the home is',
  'docs: two lines\n\nand a body',
  'test: one more\n\nSigned-off-by: Somebody <somebody@example.com>',
  "Merge branch 'main' into topic",
  'fixup! feat: the plan is shown as a table',
  `perf: less is read at start${why}# a comment of git's\n# ------------------------ >8 ------------------------\ndiff --git`,
  `feat: ${'x'.repeat(66)}${why}`,
])('accepts %j', (message) => {
  expect(faults(message)).toEqual([]);
});

test.each([
  ['The plan is shown as a table', ['The first line must be "TYPE: what changed", with a type of feat, fix']],
  ['wip: more', ['The first line must be']],
  [`feat: ${'x'.repeat(67)}${why}`, ['The first line has 73 characters; at most 72.']],
  ['docs: where\nthe home is', ['The second line must be empty.']],
  ['fix: the card sleeps', ['A fix needs a body that says why.']],
  ['feat: more\n\nSigned-off-by: Somebody <somebody@example.com>', ['A feat needs a body that says why.']],
  ['perf: less is read\n\n# Please enter the commit message.', ['A perf needs a body that says why.']],
  [`perf: less is read; test: the free port${why}`, ['One commit has one type: split off "test".']],
] as const)('refuses %j', (message, expected) => {
  const found = faults(message);
  expect(found.map((fault, at) => fault.slice(0, expected[at]?.length))).toEqual(expected);
});
