import { type App, type Session, shell, type WebContents } from 'electron';
import { FailureError } from '../shared/failure.ts';
import { addressRefused } from '../shared/failures/usage.ts';

/** The window's origin; every other one is foreign. */
export const ORIGIN = 'jenkins-tray://app';

/** Documentation that failures and views link to. */
const DOCUMENTATION = [
  'https://www.jenkins.io/doc/',
  'https://plugins.jenkins.io/',
  'https://docs.docker.com/',
  'https://docs.nvidia.com/',
];

/** Whether an address may be opened: our Jenkins or documentation, by http(s), without credentials. */
function mayOpen(address: string, own: readonly string[]): boolean {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '')
    return false;
  return (
    own.some((base) => new URL(base).origin === url.origin) || DOCUMENTATION.some((base) => url.href.startsWith(base))
  );
}

/** Opens an address in the browser; throws `usage/invalid` if it is not allowed. */
export async function openOutside(address: string, own: readonly string[]): Promise<void> {
  if (!mayOpen(address, own)) throw new FailureError(addressRefused(address));
  await shell.openExternal(new URL(address).href);
}

/** Denies permissions, network access, downloads and spell checking: the window gets all data from main. */
export function closeSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwn(url) }));
  session.on('will-download', (event) => event.preventDefault());
}

const isOwn = (url: string): boolean =>
  url.startsWith(`${ORIGIN}/`) || url.startsWith('devtools://') || url.startsWith('chrome-extension://');

/** Blocks navigation, new windows and webviews. */
export function closeContents(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
