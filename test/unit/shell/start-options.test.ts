import { expect, test } from 'vitest';
import { startOptions } from '../../../electron/shell/start-options.ts';

test.each([
  [[], { hidden: false, action: { kind: 'none' } }],
  [['--hidden'], { hidden: true, action: { kind: 'none' } }],
  [['--toggle'], { hidden: false, action: { kind: 'toggle' } }],
  [['--up', 'dind'], { hidden: false, action: { kind: 'up', mode: 'dind' } }],
  [['--up=dood', '--hidden'], { hidden: true, action: { kind: 'up', mode: 'dood' } }],
  [['--up', 'off'], { hidden: false, action: { kind: 'none' } }],
  // As Chromium hands it on to the app that runs: switches first, then the rest.
  [
    ['--no-sandbox', '--up', '--allow-file-access-from-files', '/srv/app', 'dood'],
    { hidden: false, action: { kind: 'up', mode: 'dood' } },
  ],
  [['--up'], { hidden: false, action: { kind: 'none' } }],
  [['--no-sandbox', '/srv/app', '--open'], { hidden: false, action: { kind: 'open' } }],
] as const)('%j', (given, expected) => {
  expect(startOptions(['jenkins-tray', ...given])).toEqual(expected);
});
