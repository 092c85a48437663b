import { expect, test } from 'vitest';
import { startOptions } from '../../../electron/shell/start-options.ts';

test.each([
  [[], { hidden: false, wish: { kind: 'none' } }],
  [['--hidden'], { hidden: true, wish: { kind: 'none' } }],
  [['--toggle'], { hidden: false, wish: { kind: 'toggle' } }],
  [['--up', 'dind'], { hidden: false, wish: { kind: 'up', mode: 'dind' } }],
  [['--up=dood', '--hidden'], { hidden: true, wish: { kind: 'up', mode: 'dood' } }],
  [['--up', 'off'], { hidden: false, wish: { kind: 'none' } }],
  // As Chromium hands it on to the app that runs: switches first, then the rest.
  [
    ['--no-sandbox', '--up', '--allow-file-access-from-files', '/srv/app', 'dood'],
    { hidden: false, wish: { kind: 'up', mode: 'dood' } },
  ],
  [['--up'], { hidden: false, wish: { kind: 'none' } }],
  [['--no-sandbox', '/srv/app', '--open'], { hidden: false, wish: { kind: 'open' } }],
] as const)('%j', (given, expected) => {
  expect(startOptions(['jenkins-tray', ...given])).toEqual(expected);
});
