import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * This computer's time zone, such as `Europe/Berlin`; empty if it has none that is known. Not that of this process: `TZ` is
 * often another one, of a shell or a service, and has forms of which Node knows no zone, such as `:/etc/localtime`.
 */
export function hostTimeZone(etc = '/etc'): string {
  for (const zone of [linked(etc), written(etc), Intl.DateTimeFormat().resolvedOptions().timeZone]) {
    const known = named(zone);
    if (known !== '') return known;
  }
  return '';
}

/** Names by continent and ocean, which all systems have; those by country (`US/Pacific`) are in a package of their own. */
const BY_PLACE = /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//;

/**
 * As a time zone is called; empty if there is none of that name. Places are left as they are written: Node calls some by a
 * name of old (`Asia/Calcutta`), which Debian 13 and Ubuntu 24.04 no longer have, so that programs there would take UTC.
 */
function named(zone: string | undefined): string {
  if (zone === undefined || zone === '') return '';
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    if (BY_PLACE.test(zone)) return zone;
    return /^[A-Za-z]/.test(timeZone) && timeZone !== 'Etc/Unknown' ? timeZone : '';
  } catch {
    return ''; // No such zone.
  }
}

function linked(etc: string): string {
  try {
    return /\/zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(readlinkSync(join(etc, 'localtime')))?.[1] ?? '';
  } catch {
    return ''; // A copy of the zone's file, or none.
  }
}

function written(etc: string): string {
  try {
    return readFileSync(join(etc, 'timezone'), 'utf8').trim();
  } catch {
    return ''; // Only Debian and its descendants have it.
  }
}
