import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DamagedFile } from '../core/world/stores.ts';

/** As `keepAside` names its copies. Settings are not among them: what is wrong with those is told until they are mended. */
const COPY = /^((?:intent|owner|homes|home-plugins|upgrade)\.json)\.corrupt-(\d{1,16})$/;

/** The files of a settings folder that were damaged, by the copies that were kept of them, the newest of each. */
export function damagedFiles(configDir: string): readonly DamagedFile[] {
  const newest = new Map<string, number>();
  for (const name of namesIn(configDir)) {
    const [, file = '', at = ''] = COPY.exec(name) ?? [];
    if (file !== '') newest.set(file, Math.max(newest.get(file) ?? 0, Number(at)));
  }
  return [...newest].map(([file, at]) => ({ file, copy: join(configDir, `${file}.corrupt-${at}`) }));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // Not there yet, or told by whoever reads the settings.
  }
}
