// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lab/paths.ts';
import { inputs } from './fuzz.ts';
import { ATTACKS, NAMED_ATTACKS } from './values.ts';

/** Hostile values through every command on a real pseudo-terminal: not one byte of theirs may act. */

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-terminal-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DRIVER = join(import.meta.dirname, 'print-hostile.ts');
const NODE = `${process.execPath} --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --disable-warning=ExperimentalWarning`;

/** What a shell command writes: to a pseudo-terminal of script(1), or through a pipe on it. */
async function written(command: string): Promise<string> {
  const child = spawn('script', ['-qec', `stty cols 100 rows 30; ${command}`, '/dev/null'], {
    env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', NODE_COMPILE_CACHE: join(folder, 'cache') },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => child.on('close', resolve));
  return Buffer.concat(chunks).toString('utf8');
}

/** Our own colours: bold, dim, red, green, yellow, blue, cyan, grey, and their ends. */
const COLOURS = /\u001b\[(?:0|1|2|22|3[1-6]|39|90)m/g;
/** How listr2 redraws its steps: cursor hidden and shown, line wrap, updates at once, cursor up, line or rest erased, first column. */
const REDRAW = /\u001b\[(?:\?25[lh]|\?7[lh]|\?2026[lh]|\d*A|2K|J|0J|G|1G)/g;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const clean = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(COLOURS, '').replace(REDRAW, '').replaceAll('\r', '\n');

const WHOLE = 1000;

test('guard harmlessData and writers.ts: no command passes on a control sequence to a terminal', async () => {
  const count = ATTACKS.length + inputs(WHOLE);
  const output = await written(`${NODE} ${DRIVER} ${join(folder, 'config')} 16 ${count}`);
  expect(output).toContain('the end');
  expect(output).toContain('PWNED');
  // Only a log keeps the colours of its lines, ended with the line; nothing hidden and nothing that blinks.
  const own = output.replace(/^log:.*$/gm, (line) =>
    line.replace(/\u001b\[(?:0|1|2|3|4|7|9|2[234579]|[349][0-79]|10[0-7]|[34]8;5;\d+|;)+m/g, ''),
  );
  const text = clean(own);
  const at = text.search(CONTROL);
  expect(at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 200), at + 100))).toBe('');
}, 600_000);

test('guard writers.ts: a pipe gets no control sequence at all, except those of a log', async () => {
  const output = await written(
    `${NODE} ${DRIVER} ${join(folder, 'config')} 18 ${ATTACKS.length} 2>&1 | grep -av 'log:' | cat`,
  );
  expect(output).toContain('the end');
  const text = output.replaceAll('\r\n', '\n');
  const at = text.search(CONTROL);
  expect(at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 200), at + 100))).toBe('');
});

test.each(NAMED_ATTACKS)(
  'guard writers.ts and program.ts: the real program given %s prints only text',
  async (_, attack) => {
    writeFileSync(join(folder, 'attack'), attack.replaceAll('\0', ''));
    const cli = `${process.execPath} ${join(ROOT, 'out/cli.js')}`;
    const given = `"$(cat ${join(folder, 'attack')})"`;
    const engine = `DOCKER_HOST=unix:///nonexistent/${given}`;
    const output = await written(
      [
        `${cli} ${given}`,
        `${cli} logs ${given}`,
        `${cli} config get ${given} --config ${join(folder, 'config')}`,
        `${engine} ${cli} status --config ${given}`,
        `${engine} ${cli} plan dood --config ${join(folder, 'config')}`,
        `${engine} ${cli} up dood --yes --config ${join(folder, 'config')}`,
        `${cli} --version --json ${given}`,
        'echo the end',
      ].join('; '),
    );
    expect(output).toContain('the end');
    const text = clean(output);
    const at = text.search(CONTROL);
    expect(at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 200), at + 100))).toBe('');
  },
);
