import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of settings, intent and secrets: `named`, else JENKINS_TRAY_CONFIG, else the XDG config directory. */
export function configDir(named: string | undefined, env: NodeJS.ProcessEnv): string {
  const chosen = named ?? env.JENKINS_TRAY_CONFIG;
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const base = env.XDG_CONFIG_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.config'), 'jenkins-tray');
}
