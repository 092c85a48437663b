import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { type JenkinsMode, modeName } from '../../shared/mode.ts';

/** The header that tells the page's script from Jenkins' answer. */
const MARK = 'x-jenkins-tray';

/**
 * Asks its own address each second: an answer without the mark, a redirect or an error of the browser's own means that
 * somebody else answers, or nobody yet. Only `reload` leaves the page, so a gap in which nobody listens is outlived.
 */
const SCRIPT = `setInterval(async () => {
  try {
    const answer = await fetch(location.href, { method: 'HEAD', redirect: 'manual', cache: 'no-store' });
    if (!answer.headers.has('${MARK}')) location.reload();
  } catch {}
}, 1000);`;

const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 32rem; margin: 20vh auto 0; padding: 0 1rem }
h1 { font-size: 1.4rem; margin: 0 }`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Seconds after which to ask again, as a header has it. */
export const RETRY_AFTER = '5';

export const PAGE_HEADERS: OutgoingHttpHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; connect-src 'self'; script-src ${hash(SCRIPT)}; style-src ${hash(STYLE)}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'cache-control': 'no-store',
  'retry-after': RETRY_AFTER,
  [MARK]: 'starting',
};

/** The page that a browser shows while Jenkins starts; it opens Jenkins by itself. */
export const startingPage = (mode: JenkinsMode): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Jenkins starts</title>
<style>${STYLE}</style>
<main>
<h1>Jenkins is being started with ${modeName(mode)}</h1>
<p>It opens here by itself as soon as it is there.</p>
</main>
<script>${SCRIPT}</script>
</html>
`;
