import { expect, test } from 'vitest';
import { requireSandbox } from '../../../electron/shell/require-sandbox.ts';

const mounted = {
  execPath: '/tmp/.mount_JenkinAb/jenkins-tray',
  env: { APPIMAGE: '/home/me/Jenkins Tray.AppImage', APPDIR: '/tmp/.mount_JenkinAb' },
  withoutSandbox: true,
  uid: 1000,
};

test('an AppImage that was started without the sandbox says what allows it, with its own path', () => {
  expect(() => requireSandbox(mounted)).toThrow('Chromium’s sandbox is not allowed here');
  try {
    requireSandbox(mounted);
  } catch (thrown) {
    expect(thrown).toMatchObject({
      failure: { code: 'desktop/no-sandbox', detail: expect.stringContaining('"/home/me/Jenkins Tray.AppImage"') },
    });
  }
});

test.each([
  ['with the sandbox', { withoutSandbox: false }],
  ['by root', { uid: 0 }],
  ['from a package or a checkout', { env: {} }],
  ['from the AppImage of another program', { env: { ...mounted.env, APPDIR: '/tmp/.mount_EditorXy' } }],
])('a start %s goes on', (_, differing) => {
  expect(() => requireSandbox({ ...mounted, ...differing })).not.toThrow();
});
