import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';

/** How many tests passed, failed and were skipped. */
interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The used part of vitest's JSON report. */
const schema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

export interface SuiteResult extends Count {
  /** Details behind the counts: failed tests and files, skipped tests, and why a report is invalid. */
  readonly remarks: readonly string[];
}

/**
 * Adds up a suite. A file that did not load or whose set-up threw has no failed test, but counts as one; a missing
 * or unreadable report, one in which no test ran, and an unexplained exit status count as one failure each as well.
 */
export function counted(report: string | null, fine: boolean): SuiteResult {
  const nothing = (why: string): SuiteResult => ({ passed: 0, failed: 1, skipped: 0, remarks: [why] });
  if (report === null) return nothing('the suite wrote no report');
  const read = schema.safeParse(parsed(report));
  if (!read.success) return nothing('the report of the suite cannot be read');
  const files = read.data.testResults;
  const of = (...statuses: readonly string[]) =>
    files.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => statuses.includes(status)));
  const passed = of('passed').length;
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  const left = files.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed'),
  );
  const failures = of('failed');
  const failed = failures.length + broken.length;
  const remarks = [
    ...failures.map(({ fullName, failureMessages }) => `failed: ${fullName}: ${firstLine(failureMessages?.[0])}`),
    ...broken.map(({ name }) => `failed as a whole: ${name}`),
    ...left.map(({ fullName }) => `skipped: ${fullName}`),
  ];
  if (failed > 0 || (fine && passed > 0)) return { passed, failed, skipped: left.length, remarks };
  const why = fine ? 'no test ran' : 'the suite ended with an error that no test reported';
  return { passed, failed: 1, skipped: left.length, remarks: [...remarks, why] };
}

const firstLine = (message = 'no message'): string => stripVTControlCharacters(message).trim().split('\n', 1).join();

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
