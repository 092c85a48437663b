import { protocol } from 'electron';

export const SCHEME = 'jenkins-tray';

/** Before the app is ready: makes our scheme one with an origin of its own. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}
