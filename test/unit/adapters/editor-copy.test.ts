import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyForEditor } from '../../../electron/adapters/editor-copy.ts';

test('a text that was not stored is kept for a month, and nothing else is ever removed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'draft-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const left = (name: string, daysOfFolder: number, daysOfText: number): void => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'settings.json'), '{');
    const ago = (days: number) => Date.now() / 1000 - days * 86_400;
    utimesSync(join(folder, name, 'settings.json'), ago(daysOfText), ago(daysOfText));
    utimesSync(join(folder, name), ago(daysOfFolder), ago(daysOfFolder));
  };
  left('edit-oldOLD', 40, 40);
  left('edit-recent', 20, 20);
  left('edit-edited', 40, 20);
  left('edit-of-mine', 40, 40);
  left('snapshots', 40, 40);
  copyForEditor(folder, 'settings.json', '{}').discard();
  expect(readdirSync(folder).sort()).toEqual(['edit-edited', 'edit-of-mine', 'edit-recent', 'snapshots']);
});
