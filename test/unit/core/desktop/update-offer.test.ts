import { expect, test } from 'vitest';
import { compareVersions, refusedNoticeId, updateOffer } from '../../../../electron/core/desktop/update-offer.ts';
import type { Manifest } from '../../../../electron/shared/update.ts';

const deb = { kind: 'deb', name: 'jenkins-tray_0.2.0_amd64.deb', size: 1, sha512: '' } as const;
const rpm = { ...deb, kind: 'rpm', name: 'jenkins-tray-0.2.0.x86_64.rpm' } as const;
const manifest: Manifest = { program: 'jenkins-tray', arch: 'x64', version: '0.2.0', files: [rpm, deb] };
const own = { version: '0.1.0', kind: 'deb', arch: 'x64', failed: null } as const;

test('a newer version is offered with the file of this package', () => {
  expect(updateOffer(manifest, own)).toEqual({ version: '0.2.0', file: deb });
  expect(updateOffer(manifest, { ...own, kind: 'rpm' })).toEqual({ version: '0.2.0', file: rpm });
});

test('the installed version, and one that did not start, are not offered', () => {
  expect(updateOffer(manifest, { ...own, version: '0.2.0' })).toBeNull();
  expect(updateOffer(manifest, { ...own, failed: '0.2.0' })).toBeNull();
  expect(updateOffer(manifest, { ...own, failed: '0.1.9' })).not.toBeNull();
});

test.each([
  ['an older version', manifest, { ...own, version: '0.2.1' }],
  ['an older version that once failed', manifest, { ...own, version: '1.0.0', failed: '0.2.0' }],
  ['another processor', { ...manifest, arch: 'arm64' }, own],
  ['no package of this kind', manifest, { ...own, kind: 'AppImage' as const }],
  ['two of this kind', { ...manifest, files: [deb, deb] }, own],
  ['a file that is of another kind by its name', { ...manifest, files: [{ ...deb, name: 'x.rpm' }] }, own],
])('%s is refused', (_what, offered, installed) => {
  expect(() => updateOffer(offered, installed)).toThrowError('update/refused');
});

test.each([
  [{ ...manifest, files: [rpm] }, 'It has no deb of version 0.2.0.'],
  [{ ...manifest, files: [deb, deb] }, 'It has more than one deb of version 0.2.0.'],
])('it is told whether a package is missing or one too many', (offered, why) => {
  expect(() => updateOffer(offered, own)).toThrowError(
    expect.objectContaining({ failure: expect.objectContaining({ detail: expect.stringContaining(why) }) }),
  );
});

test.each([
  ['0.1.0', '0.1.0', 0],
  ['0.10.0', '0.9.0', 1],
  ['1.0.0', '0.99.99', 1],
  ['0.2.0-beta.1', '0.2.0', -1],
  ['0.2.0', '0.2.0-beta.1', 1],
  ['0.2.1-beta.1', '0.2.0', 1],
])('%s beside %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});

test('a refused feed that was dismissed is told again next month, and at once for another reason', () => {
  const [november, later] = [new Date('2026-11-26'), new Date('2026-12-01')];
  expect(refusedNoticeId('not signed', november)).toBe(refusedNoticeId('not signed', new Date('2026-11-27')));
  expect(refusedNoticeId('not signed', later)).not.toBe(refusedNoticeId('not signed', november));
  const long = 'x'.repeat(1000);
  expect(refusedNoticeId(long, november)).toHaveLength('update-refused-2026-11-'.length + 150);
  expect(refusedNoticeId('older', november)).not.toBe(refusedNoticeId('not signed', november));
});
