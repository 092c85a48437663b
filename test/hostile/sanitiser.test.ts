// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
import { expect, test } from 'vitest';
import { notificationText } from '../../electron/core/desktop/notification-text.ts';
import {
  colouredLine,
  escapedJson,
  harmless,
  harmlessData,
  harmlessLine,
  withColours,
} from '../../electron/shared/harmless.ts';
import { logEntry } from '../../electron/shared/log-entry.ts';
import { ATTACKS, hostileText, NAMED_ATTACKS, numbers } from './values.ts';

/** Everything that must not be left, lone surrogates included. */
const CONTROL =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** Colour and weight: no hidden (8) and no blinking (5) text. */
const SGR = /\u001b\[(?:0|1|2|3|4|7|9|2[234579]|[349][0-79]|10[0-7]|[34]8;5;\d+|;)+m/g;

const WHOLE = 1_000_000;
const SEED = 16;

test(`guard shared/harmless.ts: of ${WHOLE.toLocaleString('en')} inputs nothing but colours leaves`, () => {
  const next = numbers(SEED);
  for (let tried = WHOLE; tried > 0; tried -= 1) {
    const text = hostileText(next);
    const plain = harmless(text);
    const styled = withColours(text);
    // Not through `expect`, which takes longer than the rest.
    if (CONTROL.test(plain) || CONTROL.test(styled.replace(SGR, '')))
      throw new Error(`${JSON.stringify(text)} became ${JSON.stringify([plain, styled])}`);
  }
}, 300_000);

test.each(NAMED_ATTACKS)('guard shared/harmless.ts: %s leaves each door as text', (_, attack) => {
  for (const door of [
    harmless,
    (it: string) => harmlessLine(it, 80),
    logEntry,
    (it: string) => escapedJson(JSON.stringify(it)),
  ])
    expect(door(`a ${attack} b`)).not.toMatch(CONTROL);
  expect(colouredLine(attack).replace(SGR, '')).not.toMatch(CONTROL);
  expect(JSON.stringify(harmlessData({ deep: [{ text: attack }] }))).not.toMatch(CONTROL);
  const { title, body } = notificationText({ title: attack, body: attack });
  expect(`${title}${body}`).not.toMatch(CONTROL);
  expect(`${title}${body}`).not.toContain('\n');
});

test('guard escapedJson: a document is the same after it', () => {
  const document = { all: ATTACKS };
  expect(JSON.parse(escapedJson(JSON.stringify(document)))).toEqual(document);
});

test('guard harmless: what follows an unterminated sequence is not hidden', () => {
  expect(harmless('name\u001b]0; is not ours')).toBe('name0; is not ours');
});

test('guard notificationText: markup is text, and a body is one line and short', () => {
  expect(notificationText({ title: 'a <b>', body: 'train <b>&co</b>\nnext' }).body).toBe(
    'train &lt;b&gt;&amp;co&lt;/b&gt; next',
  );
  expect(notificationText({ title: 'x'.repeat(1e6), body: 'y'.repeat(1e6) })).toEqual({
    title: `${'x'.repeat(99)}…`,
    body: `${'y'.repeat(199)}…`,
  });
});

test('guard logEntry: a value cannot write an entry of its own', () => {
  expect(logEntry('failed: a\n[2026-01-01 00:00:00] [info] all is well').split('\n')[1]).toMatch(/^ {4}\[2026/);
});

test('guard shared/harmless.ts: megabytes take milliseconds, whatever they consist of', () => {
  for (const part of ['\u001b]', '\u009d', '\u001b[1;', '\u001b', '\u001b]0;a', '\r', '\ud83d', '\u009b '.repeat(3)]) {
    const text = part.repeat(Math.ceil(500_000 / part.length));
    const began = performance.now();
    harmless(text);
    withColours(text);
    expect(performance.now() - began, JSON.stringify(part)).toBeLessThan(1500);
  }
});

test('names of every script stay readable, and are cut between characters', () => {
  for (const name of ['größer', '模型训练', 'تدريب', 'אימון', '👩‍👩‍👧 train', 'می‌خواهم', 'é'.normalize('NFD')]) {
    expect(harmless(name)).toBe(name);
    expect(harmlessLine(name, 80)).toBe(name);
  }
  expect(harmlessLine('🚀🚀🚀🚀', 4)).toBe('🚀…');
});
