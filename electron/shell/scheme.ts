import { protocol } from 'electron';

export const SCHEME = 'jenkins-tray';

/** Gives our scheme its own origin. Must be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}
