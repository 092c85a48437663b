import { expect, test } from 'vitest';
import { dataRootBeside, hidesImage } from '../../../../electron/core/stack/image-folders.ts';

test.each([
  ...['/', '/opt', '/var', '/var/lib', '/var/lib/docker', '/usr', '/usr/local/bin', '/etc', '/etc/docker', '/bin'],
  ...['/boot', '/certs/client', '/dev', '/lib', '/lib64', '/opt/java/openjdk', '/proc', '/sbin', '/sys', '/var/run/x'],
  ...['/tmp', '/run', '/root', '/var/lib/jenkins-tray/docker', '/var/lib/jenkins-tray/docker/volumes/ci/_data'],
])('a mount at %s hides what the image needs', (path) => {
  expect(hidesImage(path)).toBe(true);
});

test.each([
  ...[
    '/srv/jenkins',
    '/home/ann',
    '/mnt',
    '/opt/tools',
    '/var/jenkins_home',
    '/var/lib/jenkins',
    '/var/lib/jenkins-tray',
    '/var/lib/jenkins-tray/home',
    '/data/usr',
    '/usrlocal',
  ],
  ...['/var/lib/docker/volumes/ci/_data', '/tmp/cache', '/run/cache', '/root/.cache', '/library'],
])('a mount at %s hides nothing', (path) => {
  expect(hidesImage(path)).toBe(false);
});

test('the nested engine has its data where nothing else is mounted', () => {
  expect(dataRootBeside([])).toBe('/var/lib/docker');
  expect(dataRootBeside(['/srv', '/var/lib/dockerfiles'])).toBe('/var/lib/docker');
  expect(dataRootBeside(['/srv', '/var/lib/docker/volumes/ci/_data'])).toBe('/var/lib/jenkins-tray/docker');
});
