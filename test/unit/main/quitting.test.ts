import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeJson } from '../../../electron/adapters/json-file.ts';
import { CoreSession } from '../../../electron/main/core-session.ts';
import { settleBeforeQuit } from '../../../electron/main/quitting.ts';
import type { Snapshot } from '../../../electron/shared/snapshot.ts';
import { ROOT } from '../../lab/paths.ts';
import { idle, working } from '../../lab/situations.ts';

/** Quit while Jenkins is switched: the answers are pressed by their place. */
const asked: string[] = [];
const answers: number[] = [];
vi.mock('electron', () => ({
  dialog: {
    showMessageBox: async ({ buttons }: { readonly buttons: readonly string[] }) => {
      const response = answers.shift() ?? buttons.length - 1;
      asked.push(buttons[response] ?? '');
      return { response };
    },
  },
}));

/** A session in a state of the test's own. */
class Staged extends CoreSession {
  now: Snapshot = working;
  #tell: (() => void) | null = null;
  override snapshot(): Snapshot {
    return this.now;
  }
  override subscribe(listener: (now: Snapshot, before: Snapshot) => void): () => void {
    this.#tell = () => listener(this.now, working);
    return () => {
      this.#tell = null;
    };
  }
  becomes(now: Snapshot): void {
    this.now = now;
    this.#tell?.();
  }
}

let folder = '';
let session: Staged;
beforeEach(() => {
  Reflect.set(process, 'resourcesPath', ROOT);
  folder = mkdtempSync(join(tmpdir(), 'quitting-'));
  session = new Staged({ configDir: folder, version: '1.0.0', writeSettings: writeJson });
  asked.length = 0;
});
afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

test('a switch is finished first where the user wants that, and then the app quits', async () => {
  answers.push(0);
  let quits: boolean | null = null;
  const settled = settleBeforeQuit(session, async () => null).then((result) => {
    quits = result;
  });
  await expect.poll(() => asked).toEqual(['Finish, then quit']);
  session.becomes({ ...working });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(quits).toBeNull();
  session.becomes(idle);
  await settled;
  expect(quits).toBe(true);
});

test.each([
  [1, 'Quit now', true],
  [2, 'Cancel', false],
])('answer %i of that question (%s) quits: %s', async (answer, label, quits) => {
  answers.push(answer);
  expect(await settleBeforeQuit(session, async () => null)).toBe(quits);
  expect(asked).toEqual([label]);
});
