import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from './json-file.ts';

/** So long a text that was not stored is kept, which may hold a secret. */
const KEPT_MS = 30 * 86_400_000;

/** A copy of a text for an editor, in a folder of its own. */
export interface EditorCopy {
  /** For this user only: the text may hold a secret. */
  readonly path: string;
  discard(): void;
}

/** Makes a copy with the file name `name` below the settings folder, and removes those that nobody has touched for long. */
export function copyForEditor(configDir: string, name: string, text: string): EditorCopy {
  makeFolder(configDir);
  removeOld(configDir);
  const path = join(mkdtempSync(join(configDir, 'edit-')), name);
  writeFileSync(path, text, { mode: 0o600 });
  return { path, discard: () => rmSync(dirname(path), { recursive: true, force: true }) };
}

function removeOld(configDir: string): void {
  const drafts = readdirSync(configDir).filter((name) => /^edit-[0-9A-Za-z]{6}$/.test(name));
  for (const path of drafts.map((name) => join(configDir, name)))
    if (Date.now() - lastUse(path) > KEPT_MS) rmSync(path, { recursive: true, force: true });
}

/** When a text in this folder was last written, by an editor or when it was made. */
const lastUse = (folder: string): number =>
  Math.max(
    ...[folder, ...readdirSync(folder).map((name) => join(folder, name))].map(
      (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    ),
  );
