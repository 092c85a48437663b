import { expect, test } from 'vitest';
import { noTrayNotice } from '../../../../electron/core/desktop/desktop-words.ts';

test('a desktop without tray icons is a notice with what to do on it', () => {
  expect(noTrayNotice('ubuntu:GNOME', true)).toMatchObject({
    id: 'no-tray',
    failure: { code: 'desktop/no-tray', command: 'sudo apt install gnome-shell-extension-appindicator' },
  });
});
