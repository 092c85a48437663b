import { whenTrayHost } from './tray-host.ts';
import { canEmbedHere } from './xembed-support.ts';
import { followXembedTray } from './xembed-tray.ts';

/** Where an icon can be shown: by a host of StatusNotifierItem, or in an XEmbed tray of X11; null: nowhere. */
export type TrayPlace = 'host' | 'xembed' | null;

/** How long a host may come later than an XEmbed tray: XFCE's and KDE's panels are both, and the host is the better one. */
const HOST_FIRST_MS = 2000;

/**
 * Calls back with each place for an icon that comes or goes, while there is no host. A host is the last: it ends this.
 * Returns a function that ends it.
 */
export function followTrayPlace(changed: (place: TrayPlace) => void): () => void {
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const endXembed = !canEmbedHere()
    ? () => undefined
    : followXembedTray(process.env, (isThere) => {
        clearTimeout(timer);
        const wait = isThere ? HOST_FIRST_MS - (performance.now() - began) : 0;
        if (wait > 0) timer = setTimeout(() => changed('xembed'), wait);
        else changed(isThere ? 'xembed' : null);
      });
  const endHost = whenTrayHost(() => {
    end();
    changed('host');
  });
  const end = (): void => {
    clearTimeout(timer);
    endXembed();
    endHost();
  };
  return end;
}
