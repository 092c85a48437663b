import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { protocol } from 'electron';
import { harmlessData } from '../shared/harmless.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { SCHEME } from './scheme.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Serves `jenkins-tray://app/…` from one folder, and no file outside it. `snapshot`: what the page shows first. */
export function serveWindow(folder: string, snapshot: () => Snapshot): void {
  protocol.handle(SCHEME, async (request) => {
    const { hostname, pathname } = new URL(request.url);
    const path = join(folder, pathname === '/' ? 'index.html' : decodeURIComponent(pathname));
    const type = TYPES[extname(path)];
    if (hostname !== 'app' || request.method !== 'GET' || type === undefined || !path.startsWith(folder + sep))
      return new Response('', { status: 404 });
    try {
      const content = await readFile(path);
      const nonce = randomBytes(16).toString('base64');
      const body =
        extname(path) === '.html'
          ? withSnapshot(withNonce(content.toString('utf8'), nonce), snapshot())
          : new Uint8Array(content);
      return new Response(body, { headers: headers(type, nonce) });
    } catch {
      return new Response('', { status: 404 });
    }
  });
}

/** xterm creates style elements; this load's nonce allows them, and the window reads it from a meta element. */
const withNonce = (html: string, nonce: string): string =>
  html
    .replace(/<meta property="csp-nonce"[^>]*>/, '')
    .replace('<head>', `<head><meta property="csp-nonce" nonce="${nonce}">`);

/** The page has its first state, so that its first frame shows that. A data block: nothing runs it. */
const withSnapshot = (html: string, snapshot: Snapshot): string => {
  const json = JSON.stringify(harmlessData(snapshot)).replaceAll('<', '\\u003c');
  return html.replace('</head>', () => `<script type="application/json" id="snapshot">${json}</script></head>`);
};

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');

const headers = (type: string, nonce: string): Record<string, string> => ({
  'content-type': type,
  'content-security-policy': policy(nonce),
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'cache-control': 'no-store',
});
