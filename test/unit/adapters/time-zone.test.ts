import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hostTimeZone } from '../../../electron/adapters/time-zone.ts';
import { ROOT } from '../../lab/paths.ts';

let etc = '';
beforeEach(() => {
  etc = mkdtempSync(join(tmpdir(), 'zone-'));
});
afterEach(() => rmSync(etc, { recursive: true }));

test.each([
  ['/usr/share/zoneinfo/Europe/Berlin', null, 'Europe/Berlin'],
  ['../usr/share/zoneinfo/posix/America/Argentina/Ushuaia', null, 'America/Argentina/Ushuaia'],
  ['/usr/share/zoneinfo/GMT', null, 'UTC'],
  ['/usr/share/zoneinfo/US/Pacific', null, 'America/Los_Angeles'],
  // Node calls them Asia/Calcutta and Europe/Kiev, which today's Debian has only in a package of its own.
  ['/usr/share/zoneinfo/Asia/Kolkata', null, 'Asia/Kolkata'],
  [null, 'Europe/Kyiv\n', 'Europe/Kyiv'],
  ['/usr/share/zoneinfo/Etc/UTC', 'Europe/Berlin\n', 'UTC'],
  [null, 'Europe/Berlin\n', 'Europe/Berlin'],
  ['/srv/zones/own', 'Asia/Tokyo\n', 'Asia/Tokyo'],
  ['/usr/share/zoneinfo/No/Such', 'nonsense zone\n', Intl.DateTimeFormat().resolvedOptions().timeZone],
])('a computer with localtime at %s and timezone %j is in %s', (link, text, zone) => {
  if (link !== null) symlinkSync(link, join(etc, 'localtime'));
  if (text !== null) writeFileSync(join(etc, 'timezone'), text);
  expect(hostTimeZone(etc)).toBe(zone);
});

test.each(['', ':/etc/localtime', '<+03>-3', 'GMT+3', 'Nonsense/Zone', 'Pacific/Auckland'])(
  'a process with TZ=%j has the time zone of its computer',
  (zone) => {
    symlinkSync('/usr/share/zoneinfo/Europe/Berlin', join(etc, 'localtime'));
    const program = `import { hostTimeZone } from './electron/adapters/time-zone.ts';
      console.log(hostTimeZone('${etc}'), hostTimeZone('/nowhere'));`;
    const words = ['--input-type=module', '-e', program];
    const said = execFileSync(process.execPath, words, {
      cwd: ROOT,
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [here, elsewhere = ''] = said.replace('\n', '').split(' ');
    expect(here).toBe('Europe/Berlin');
    expect(elsewhere).toMatch(/^([A-Za-z][\w+-]*(\/[\w+-]+)*)?$/);
  },
);
