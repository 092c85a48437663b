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

test('a process with any TZ has the time zone of its computer', () => {
  symlinkSync('/usr/share/zoneinfo/Europe/Berlin', join(etc, 'localtime'));
  const zones = ['', ':/etc/localtime', '<+03>-3', 'GMT+3', 'Nonsense/Zone', 'Pacific/Auckland'];
  // In one process of its own: Node notices a change of the variable.
  const program = `import { hostTimeZone } from './electron/adapters/time-zone.ts';
    for (const zone of ${JSON.stringify(zones)}) {
      process.env.TZ = zone;
      console.log(hostTimeZone('${etc}') + '|' + hostTimeZone('/nowhere'));
    }`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = said.trimEnd().split('\n');
  expect(lines).toHaveLength(zones.length);
  for (const line of lines) expect(line).toMatch(/^Europe\/Berlin\|([A-Za-z][\w+-]*(\/[\w+-]+)*)?$/);
  expect(lines.at(-1)).toBe('Europe/Berlin|Pacific/Auckland');
});
