import { expect, test } from 'vitest';
import { counted } from '../../lab/report.ts';

/** A report as vitest writes it, of files with their tests as `status` or `status name`. */
const report = (...files: readonly { status?: string; tests: readonly string[] }[]): string =>
  JSON.stringify({
    numFailedTests: 0,
    testResults: files.map(({ status = 'passed', tests }, at) => ({
      name: `/w/test/${at}.test.ts`,
      status,
      message: '',
      assertionResults: tests.map((status) => ({
        fullName: `a ${status} test`,
        status,
        failureMessages: messages(status),
      })),
    })),
  });

const messages = (status: string): readonly string[] =>
  status === 'failed' ? ['\u001b[31mError: it is away\u001b[39m\n    at somewhere'] : [];

test('tests are added up over all files, and skipped ones are named', () => {
  expect(counted(report({ tests: ['passed', 'passed'] }, { tests: ['passed', 'skipped', 'todo'] }), true)).toEqual({
    passed: 3,
    failed: 0,
    skipped: 2,
    remarks: ['skipped: a skipped test', 'skipped: a todo test'],
  });
});

test('a file that did not load or whose set-up threw counts as a failure', () => {
  const files = [
    { status: 'failed', tests: [] },
    { status: 'failed', tests: ['skipped', 'passed'] },
    { status: 'failed', tests: ['failed', 'failed', 'passed'] },
  ];
  expect(counted(report(...files), false)).toMatchObject({
    passed: 2,
    failed: 4,
    skipped: 1,
    remarks: [
      'failed: a failed test: Error: it is away',
      'failed: a failed test: Error: it is away',
      'failed as a whole: /w/test/0.test.ts',
      'failed as a whole: /w/test/1.test.ts',
      'skipped: a skipped test',
    ],
  });
});

test.each([
  ['no report, however the suite ended', null, true],
  ['a torn report', '{"testResults":[{"na', true],
  ['a report of another form', '{"numFailedTests":0}', true],
  ['no test at all', report(), true],
  ['only skipped tests', report({ tests: ['skipped'] }), true],
  ['an error that no test reported', report({ tests: ['passed'] }), false],
])('%s is one failure, and says why', (_, text, fine) => {
  const { failed, remarks } = counted(text, fine);
  expect(failed).toBe(1);
  expect(remarks.at(-1)).toMatch(/report|no test/);
});
