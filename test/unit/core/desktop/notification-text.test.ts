import { expect, test } from 'vitest';
import { notificationText } from '../../../../electron/core/desktop/notification-text.ts';

test('the body is shown as it reads, not as markup; the title is plain text', () => {
  expect(notificationText({ title: 'a < b & c', body: 'job <b>x</b> & "y"' })).toEqual({
    title: 'a < b & c',
    body: 'job &lt;b&gt;x&lt;/b&gt; &amp; "y"',
  });
});

test('title and body are one line each, cut to what a daemon shows', () => {
  expect(notificationText({ title: 'x'.repeat(200), body: `one\n${'y'.repeat(300)}` })).toEqual({
    title: `${'x'.repeat(99)}…`,
    body: `one ${'y'.repeat(195)}…`,
  });
});
