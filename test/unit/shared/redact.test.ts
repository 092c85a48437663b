import { expect, test } from 'vitest';
import { redact } from '../../../electron/shared/redact.ts';

/** One redactor for all that is kept or passed on: the app's log and the report of Diagnostics. */

test.each([
  ['{"jenkins":{"apiToken":"11ab cd"}}', '{"jenkins":{"apiToken":(hidden)}}'],
  ['password=swordfish, user=x', 'password=(hidden), user=x'],
  ['Password: swordfish', 'Password: (hidden)'],
  ["passwd='sword fish'", 'passwd=(hidden)'],
  ['API_KEY=swordfish', 'API_KEY=(hidden)'],
  ['jenkins-cli --token swordfish list', 'jenkins-cli --token (hidden) list'],
  ['http://admin:swordfish@127.0.0.1:8081/', 'http://(hidden)@127.0.0.1:8081/'],
  ['https://swordfish@proxy.example/', 'https://(hidden)@proxy.example/'],
  ['Authorization: Basic YWRtaW46eA==', 'Authorization: Basic (hidden)'],
  ['{"authorization":"Bearer abc","user":"x"}', '{"authorization":"Bearer (hidden)","user":"x"}'],
])('what looks like a secret is removed from %s', (line, without) => {
  expect(redact(line)).toBe(without);
});

test('known secrets are removed wherever they occur', () => {
  const secrets = ['hunter22-password', 'a1b2c3d4e5f6'];
  expect(redact('login admin hunter22-password failed', secrets)).toBe('login admin (hidden) failed');
  expect(redact('Jenkins is ready', ['', 'is'])).toBe('Jenkins is ready');
});

test.each([
  'Jenkins requires a login: make an API token in Jenkins',
  'http://127.0.0.1:8081/job/train@2/',
  'unix:///var/run/docker.sock',
  'the password file is gone',
])('%s stays as it is', (line) => {
  expect(redact(line)).toBe(line);
});
