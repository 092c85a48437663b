import { expect, test } from 'vitest';
import { tellingLine } from '../../../../electron/core/execute/telling-line.ts';

test.each([
  [
    [
      'Running from: /usr/share/jenkins/jenkins.war',
      "Unrecognized VM option 'UseFoo'",
      'Error: Could not create the Java Virtual Machine.',
      'Error: A fatal exception has occurred. Program will exit.',
    ],
    "Unrecognized VM option 'UseFoo'",
  ],
  [
    [
      'java.io.IOException: No space left on device',
      '\tat java.base/java.io.FileOutputStream.open(FileOutputStream.java:1)',
      '\t... 12 more',
    ],
    'java.io.IOException: No space left on device',
  ],
  [
    ['  jenkins-tray: the nested engine could not be reached  ', 'bye'],
    'jenkins-tray: the nested engine could not be reached',
  ],
  [['Jenkins is fully up and running'], null],
  [[], null],
])('%j', (lines, telling) => {
  expect(tellingLine(lines)).toBe(telling);
});

const ENDS = 'Error: Could not create the Java Virtual Machine.';
const BEGINS = 'Error occurred during initialization of VM';

test.each([
  ["Improperly specified VM option 'MaxHeapSize=x'", [ENDS]],
  ["Unexpected +/- setting in VM option 'MaxHeapSize'", [ENDS]],
  ['uint ParallelGCThreads=-1 is outside the allowed range [ 0 ... 2147483647 ]', [ENDS]],
  ['Conflicting collector combinations in option list; please refer to the release notes', [ENDS]],
  ['Multiple garbage collectors selected', []],
  ['Initial heap size set to a larger value than the maximum heap size', []],
  ['Too small maximum heap', []],
  [
    '# There is insufficient memory for the Java Runtime Environment to continue.',
    ['# An error report file with more information is saved as:', '# /tmp/hs_err_pid7.log'],
  ],
  [
    'Running with Java 11 from /opt/java/openjdk, which is older than the minimum required version (Java 17).',
    ['Supported Java versions are: [17, 21]', 'See https://jenkins.io/redirect/java-support/ for more information.'],
  ],
])('Java’s own reason is told: %s', (reason, rest) => {
  expect(tellingLine([BEGINS, reason, ...rest])).toBe(reason);
});
