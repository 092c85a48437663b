import { expect, test } from 'vitest';
import { isFeedAddress, placeOf } from '../../../../electron/adapters/updates/feed-server.ts';

test.each([
  'https://example.org/',
  'https://example.org:8443/tray/stable/',
  'http://127.0.0.1:8000/',
  'http://localhost/feed/',
  'http://[::1]:8000/',
])('%s may be a feed', (address) => expect(isFeedAddress(address)).toBe(true));

test.each([
  'http://example.org/',
  'http://127.0.0.1.example.org/',
  'https://user:secret@example.org/',
  'https://example.org/feed',
  'https://example.org/?a=/',
  'file:///srv/feed/',
  'ftp://example.org/',
  '',
  'feed',
])('%s may not', (address) => expect(isFeedAddress(address)).toBe(false));

test('a file lies in the feed’s folder', () => {
  expect(placeOf('https://example.org/tray/', 'a.json')).toEqual({
    server: { host: 'example.org', port: 443, tls: {} },
    path: '/tray/a.json',
  });
  expect(placeOf('http://[::1]:8000/', 'a+b.deb')).toEqual({
    server: { host: '::1', port: 8000, tls: null },
    path: '/a%2Bb.deb',
  });
});
