import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** GNOME's extension for tray icons, as Ubuntu and Debian ship it. */
export const EXTENSION = 'ubuntu-appindicators@ubuntu.com';

/** In Debian 12's version this throws for a property that is not cached: "Argument two may not be null". */
const BROKEN = 'value.equal(proxy.get_cached_property(propertyName))';
const MENDED = `proxy.get_cached_property(propertyName) && ${BROKEN}`;

/**
 * Puts the extension with that mistake corrected into a user's own folder, which GNOME prefers. By chance, more often on
 * a busy machine, the mistake drops an icon after a second (the app then makes a new one) or leaves it without a menu,
 * which nothing can notice or mend from outside.
 */
export function mendedExtension(dataHome: string): void {
  const shipped = join('/usr/share/gnome-shell/extensions', EXTENSION);
  const util = readFileSync(join(shipped, 'util.js'), 'utf8');
  if (!util.includes(BROKEN)) return;
  const own = join(dataHome, 'gnome-shell', 'extensions', EXTENSION);
  cpSync(shipped, own, { recursive: true });
  writeFileSync(join(own, 'util.js'), util.replace(BROKEN, MENDED));
}
