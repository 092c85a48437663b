/**
 * The program to start again: the AppImage rather than what it unpacked, which is gone after a restart. A program that was
 * started from another AppImage inherits its variables, so they count only if this one lies in `APPDIR`.
 */
export function startedProgram(execPath: string, env: NodeJS.ProcessEnv): string {
  const { APPIMAGE, APPDIR } = env;
  if (!APPIMAGE?.startsWith('/') || !APPDIR?.startsWith('/')) return execPath;
  const folder = APPDIR.replace(/\/*$/, '/');
  return folder !== '/' && execPath.startsWith(folder) ? APPIMAGE : execPath;
}
