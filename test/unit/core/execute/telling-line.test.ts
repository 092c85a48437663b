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
