import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGuard } from '../../../../electron/adapters/updates/guard.ts';
import {
  failedNote,
  pendingNote,
  readNote,
  type UpdateNote,
  updatesFolder,
  writeNote,
} from '../../../../electron/adapters/updates/update-note.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-guard-'));
  mkdirSync(updatesFolder(folder));
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = () => join(folder, 'Jenkins Tray.AppImage');
const earlier = () => join(updatesFolder(folder), '0.1.0.AppImage');
const starts = () => readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n');
function script(path: string, lines: string): void {
  writeFileSync(path, `#!/bin/sh\necho "$(basename "$0") $*" >> '${folder}/starts'\n${lines}\n`);
  chmodSync(path, 0o755);
}
const note = (kind: UpdateNote['kind']): UpdateNote => ({
  kind,
  from: '0.1.0',
  to: '0.2.0',
  previous: earlier(),
  downloaded: '',
});

/** The guard after the end of the earlier version, with a newer one that does this. */
async function updated(kind: UpdateNote['kind'], newer: string): Promise<void> {
  script(program(), `# newer\n${newer}`);
  script(earlier(), '# earlier');
  const tool = (name: string, lines: string): void => script(join(folder, name), lines);
  tool('notify-send', `printf '%s\\n' "$@" > '${folder}/told'`);
  await writeNote(pendingNote(folder), note(kind));
  const old = spawn('sleep', ['0.3']);
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  const guard = startGuard({
    configDir: folder,
    pid: old.pid ?? 0,
    program: program(),
    note: note(kind),
    env,
    limits: { end: 5, start: 2 },
  });
  await expect.poll(() => (guard !== undefined && existsSync(`/proc/${guard}`) ? isZombie(guard) : true)).toBe(true);
}
const isZombie = (pid: number): boolean => {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
};

test('a newer version that starts takes the note away, and stays', async () => {
  await updated('AppImage', `rm '${pendingNote(folder)}'`);
  expect(starts()).toEqual(['Jenkins Tray.AppImage --hidden']);
  expect(readFileSync(program(), 'utf8')).toContain('# newer');
  expect(existsSync(earlier())).toBe(true);
  expect(readNote(failedNote(folder))).toBeNull();
});

test.each([
  ['ends at once', 'exit 1'],
  ['hangs', 'exec sleep 30'],
  ['hangs and cannot be asked to end', "trap '' TERM; while :; do sleep 0.1; done"],
])('an AppImage that %s gives way to the earlier one, which is started', async (_what, newer) => {
  await updated('AppImage', newer);
  await expect.poll(() => starts()).toHaveLength(2);
  expect(readFileSync(program(), 'utf8')).toContain('# earlier');
  expect(readNote(failedNote(folder))).toEqual(note('AppImage'));
  expect(existsSync(pendingNote(folder))).toBe(false);
  expect(existsSync(join(folder, 'told'))).toBe(false);
});

test('of a package that does not start the command that goes back is told', async () => {
  await updated('deb', 'exit 127');
  expect(readFileSync(program(), 'utf8')).toContain('# newer');
  expect(readFileSync(join(folder, 'told'), 'utf8')).toContain(`sudo apt install --allow-downgrades '${earlier()}'`);
  expect(readNote(failedNote(folder))).toEqual(note('deb'));
  expect(existsSync(earlier())).toBe(true);
});

test('a newer version that the user started first is waited for, though the guard’s own leaves it the start', async () => {
  await updated(
    'AppImage',
    `[ -e '${folder}/first' ] || { touch '${folder}/first'; (sleep 1; rm '${pendingNote(folder)}') & }`,
  );
  expect(starts()).toEqual(['Jenkins Tray.AppImage --hidden']);
  expect(readFileSync(program(), 'utf8')).toContain('# newer');
  expect(readNote(failedNote(folder))).toBeNull();
});

test('the earlier version comes back though nobody reads its output any more', async () => {
  script(program(), '# newer\nexit 1');
  script(earlier(), '# earlier');
  await writeNote(pendingNote(folder), note('AppImage'));
  const given = {
    configDir: folder,
    pid: 0,
    program: program(),
    note: note('AppImage'),
    env: { PATH: process.env.PATH },
  };
  const guard = new URL('../../../../electron/adapters/updates/guard.ts', import.meta.url);
  const code = `import('${guard}').then((it) => it.startGuard({ ...${JSON.stringify(given)}, limits: { end: 1, start: 2 } }))`;
  const app = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
  app.stdout.destroy();
  app.stderr.destroy();
  await expect.poll(() => readFileSync(program(), 'utf8')).toContain('# earlier');
  expect(readNote(failedNote(folder))).toEqual(note('AppImage'));
});
