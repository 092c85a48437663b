import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { ROOT } from '../lab/paths.ts';
import { type Ran, run } from '../lab/shell.ts';

/** Commands of the base system that scripts may use; each other command is missing unless a test gives a stub. */
const SYSTEM =
  'awk basename cat chmod cksum cp cut date dirname env false find grep head install kill ls mkdir mktemp mv paste printf rm sed seq sh sha256sum sleep sort stat tail tee timeout touch tr true uniq wc xargs'.split(
    ' ',
  );

/** A folder in which a script of the images runs with stubs in place of the commands that it calls. */
export interface ScriptStage {
  readonly folder: string;
  /** Adds or replaces a command by a shell script; each call is noted with its arguments. */
  stub(name: string, body?: string): void;
  write(path: string, content: string): string;
  read(path: string): string;
  /** Runs a script of `assets/docker` or another path below the repository. */
  run(script: string, args?: readonly string[], env?: Readonly<Record<string, string>>): Ran;
  /** The calls of the stubs so far, as command lines. */
  calls(): readonly string[];
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function scriptStage(): ScriptStage {
  const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-script-'));
  folders.push(folder);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const where = run('sh', ['-c', `for c in ${SYSTEM.join(' ')}; do PATH=/usr/bin:/bin command -v $c; done`]).stdout;
  // `command -v` prints a builtin's name alone.
  for (const path of where.split('\n').filter((line) => line.startsWith('/')))
    symlinkSync(path, join(bin, path.slice(path.lastIndexOf('/') + 1)));
  const notes = join(folder, 'calls');
  writeFileSync(notes, '');
  const write = (path: string, content: string): string => {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, content);
    return at;
  };
  return {
    folder,
    write,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    stub(name, body = 'true') {
      const at = join(bin, name);
      rmSync(at, { force: true });
      writeFileSync(at, `#!/bin/sh\necho "${name} $*" >> ${notes}\n${body}\n`);
      chmodSync(at, 0o755);
    },
    run: (script, args = [], env = {}) =>
      run('/bin/sh', [join(ROOT, script), ...args], {
        cwd: folder,
        env: { PATH: bin, HOME: folder, JENKINS_TRAY_ETC: join(folder, 'etc'), ...env },
      }),
    calls: () => readFileSync(notes, 'utf8').split('\n').filter(Boolean),
  };
}
