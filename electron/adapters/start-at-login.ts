import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { StartAtLoginEntry } from '../core/desktop/start-at-login.ts';
import { codeOf } from './json-file.ts';

/**
 * The XDG autostart entry, `$XDG_CONFIG_HOME/autostart/jenkins-tray.desktop`; Electron's own login items do not exist
 * on Linux. `command`: the program and its arguments.
 */
export function createXdgEntry(command: readonly string[], env: NodeJS.ProcessEnv): StartAtLoginEntry {
  const base = env.XDG_CONFIG_HOME;
  const path = join(base?.startsWith('/') ? base : join(homedir(), '.config'), 'autostart', 'jenkins-tray.desktop');
  const exec = (hidden: boolean): string => [...command, ...(hidden ? ['--hidden'] : [])].map(quoted).join(' ');
  const read = (): string | null => {
    try {
      return readFileSync(path, 'utf8');
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return null;
      throw thrown;
    }
  };
  const write = async (text: string): Promise<void> => {
    mkdirSync(dirname(path), { recursive: true });
    await writeFileAtomic(path, text, { mode: 0o644 });
  };
  return {
    enabled() {
      const text = read();
      return text !== null && value(text, 'Hidden') !== 'true' && value(text, 'X-GNOME-Autostart-enabled') !== 'false';
    },
    async set(on, hidden = true) {
      if (on) await write(entry(exec(hidden)));
      else rmSync(path, { force: true });
    },
    async repair(hidden = true) {
      const text = read();
      const wanted = exec(hidden);
      if (text === null || value(text, 'Exec') === wanted) return;
      // A function, so that a dollar sign in the path stays literal.
      await write(text.replace(/^Exec=.*$/m, () => `Exec=${wanted}`));
    },
  };
}

const value = (text: string, key: string): string | undefined =>
  new RegExp(`^${key}\\s*=\\s*(.*?)\\s*$`, 'm').exec(text)?.[1];

const entry = (exec: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Jenkins Tray',
    'Comment=Your Jenkins in the tray',
    `Exec=${exec}`,
    'Icon=jenkins-tray',
    'Terminal=false',
    'Categories=Development;',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

/**
 * An argument by the Desktop Entry Specification, "The Exec key": in double quotes with `"`, backtick, `$` and `\`
 * escaped, that once more as a string value (each backslash doubled), and `%` doubled.
 */
function quoted(argument: string): string {
  const inQuotes = /^[\w@/.:=+,-]+$/.test(argument) ? argument : `"${argument.replace(/["`$\\]/g, '\\$&')}"`;
  return inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}
