import { expect, test } from 'vitest';
import { noRequest } from '../../../../electron/adapters/intent.ts';
import { restoreAgreed, restoreOf } from '../../../../electron/core/control/restore-request.ts';
import { consent } from '../../../../electron/shared/consents.ts';
import type { Intent, Restore } from '../../../../electron/shared/snapshot.ts';

const A = '2026-01-01T00-00-00Z-dood-2.1';
const B = '2026-01-02T00-00-00Z-dood-2.1';
const restore = (state: Restore['state'], more: Partial<Restore> = {}): Restore => ({
  ...{ snapshot: A, stamp: 1, state },
  ...more,
});
const stored = (state: Intent['state'], its: Restore | null, consents: readonly string[] = []): Intent => ({
  ...{ ...noRequest, mode: 'dood', state, consents },
  restore: its,
});
const fresh = (snapshot: string): Restore => ({ snapshot, stamp: 9, state: 'asked' });

test.each<[what: string, before: Intent, wanted: string | undefined, after: Restore | null | undefined]>([
  ['none was asked for', noRequest, undefined, undefined],
  ['it is asked for', noRequest, A, fresh(A)],
  ['it is asked for again while it is worked on', stored('pending', restore('begun')), A, restore('begun')],
  ['another one is asked for meanwhile', stored('pending', restore('begun')), B, fresh(B)],
  ['it is asked for while it is undone', stored('pending', restore('undoing')), A, fresh(A)],
  [
    'it is asked for once more after Jenkins was ready',
    stored('pending', restore('done', { used: true })),
    A,
    fresh(A),
  ],
  ['another request goes on with it', stored('pending', restore('begun')), undefined, restore('begun')],
  ['what is done is told until the next request', stored('settled', restore('done')), undefined, null],
  ['what failed is undone', stored('failed', restore('begun')), undefined, restore('undoing')],
  ['what failed before it began is not', stored('failed', restore('asked')), undefined, null],
  ['what failed once it was done stays', stored('failed', restore('done')), undefined, null],
])('where %s', (_what, before, wanted, after) => {
  expect(restoreOf(before, wanted, 9)).toEqual(after === undefined ? {} : { restore: after });
});

const AGREED = consent.restore(A);
test.each<[before: Intent, now: Restore | null | undefined, agreed: readonly string[]]>([
  [stored('pending', restore('begun'), [AGREED]), restore('begun'), [AGREED]],
  [stored('pending', restore('begun'), [consent.restore(B)]), restore('begun'), []],
  [stored('pending', null, [AGREED]), null, []],
  [stored('pending', null, [AGREED]), undefined, []],
  [stored('pending', restore('undoing'), [AGREED]), restore('undoing'), [consent.undoRestore(A)]],
  [stored('failed', restore('undoing'), [AGREED]), restore('undoing'), []],
])('consents that hold for a restore that is gone on with (%#)', (before, now, agreed) => {
  expect(restoreAgreed(before, now === undefined ? {} : { restore: now })).toEqual(agreed);
});
