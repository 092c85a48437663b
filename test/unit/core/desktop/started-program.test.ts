import { expect, test } from 'vitest';
import { startedProgram } from '../../../../electron/core/desktop/started-program.ts';

const APPIMAGE = '/home/me/Jenkins Tray.AppImage';

test('an AppImage is started again by its own file', () => {
  for (const APPDIR of ['/tmp/.mount_JenkinAb', '/tmp/.mount_JenkinAb/'])
    expect(startedProgram('/tmp/.mount_JenkinAb/jenkins-tray', { APPIMAGE, APPDIR })).toBe(APPIMAGE);
});

test.each([
  ['of another program', { APPIMAGE, APPDIR: '/tmp/.mount_EditorXy' }],
  ['of another folder with the same beginning', { APPIMAGE, APPDIR: '/opt/jenkins' }],
  ['without a folder', { APPIMAGE }],
  ['with an empty folder', { APPIMAGE, APPDIR: '' }],
  ['with the root as its folder', { APPIMAGE, APPDIR: '/' }],
  ['without an AppImage', { APPDIR: '/opt/jenkins-tray' }],
  ['with a relative AppImage', { APPIMAGE: 'x.AppImage', APPDIR: '/opt/jenkins-tray' }],
])('variables %s are not trusted', (_, env) => {
  expect(startedProgram('/opt/jenkins-tray/jenkins-tray', env)).toBe('/opt/jenkins-tray/jenkins-tray');
});
