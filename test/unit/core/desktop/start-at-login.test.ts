import { expect, test } from 'vitest';
import { startAtLoginChange } from '../../../../electron/core/desktop/start-at-login.ts';

/** `applied`: the setting when it was last written into the session's entry. */
test.each([
  { setting: true, applied: true, enabled: true, what: 'both agree', change: { kind: 'none' } },
  { setting: true, applied: null, enabled: true, what: 'both agree by chance', change: { kind: 'none' } },
  { setting: true, applied: false, enabled: false, what: 'the setting changed', change: { kind: 'apply', on: true } },
  { setting: false, applied: true, enabled: true, what: 'the setting changed', change: { kind: 'apply', on: false } },
  { setting: true, applied: null, enabled: false, what: 'it was never written', change: { kind: 'apply', on: true } },
  { setting: true, applied: true, enabled: false, what: 'the session changed', change: { kind: 'follow', on: false } },
  { setting: false, applied: false, enabled: true, what: 'the session changed', change: { kind: 'follow', on: true } },
])('$what: setting $setting, session $enabled', ({ setting, applied, enabled, change }) => {
  expect(startAtLoginChange(setting, applied, enabled)).toEqual(change);
});
