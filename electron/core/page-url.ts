import type { JenkinsMode } from '../shared/mode.ts';
import type { Settings } from '../shared/settings.ts';

/** The address of Jenkins' page in a mode, as a browser on this host reaches it. */
export function pageUrl(settings: Settings, mode: JenkinsMode): string {
  const any = settings.address === '0.0.0.0' || settings.address === '::' || settings.address === '[::]';
  const host = any ? '127.0.0.1' : settings.address;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${settings.ports[mode]}`;
}
