import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { initialSnapshot } from '../../../electron/shared/initial-snapshot.ts';

let serve: (request: Request) => Promise<Response> = async () => new Response();
vi.mock('electron', () => ({
  protocol: {
    handle: (_scheme: string, handler: typeof serve) => {
      serve = handler;
    },
  },
}));
// Loaded once there is what stands in for Electron.
const { serveWindow } = await import('../../../electron/shell/serve-window.ts');

test('the page has the state of now, whatever is in its texts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jt-window-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'index.html'), '<html><head></head><body></body></html>');
  let snapshot = initialSnapshot;
  serveWindow(folder, () => snapshot);
  const text = "</script><script>alert(1)</script><!-- $& $' \u001b[2J";
  snapshot = {
    ...initialSnapshot,
    revision: 7,
    engine: { kind: 'unreachable', failure: { code: 'engine/unreachable', title: text, detail: '' } },
  };
  const html = await (await serve(new Request('jenkins-tray://app/index.html'))).text();
  const [, json = ''] = /<script type="application\/json" id="snapshot">(.*?)<\/script>/s.exec(html) ?? [];
  expect(JSON.parse(json)).toEqual({
    ...snapshot,
    engine: {
      kind: 'unreachable',
      failure: { code: 'engine/unreachable', title: text.replace('\u001b[2J', ''), detail: '' },
    },
  });
  expect(html.match(/<\/?script/g)).toEqual(['<script', '</script']);
});
