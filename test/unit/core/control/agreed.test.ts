import { expect, test } from 'vitest';
import { agreedTo } from '../../../../electron/core/control/agreed.ts';
import { consent } from '../../../../electron/shared/consents.ts';

const question = (id: ReturnType<typeof consent.takeOver> | ReturnType<typeof consent.createHome>, text: string) => ({
  id,
  text,
  detail: '',
});
const takeOver = question(consent.takeOver('one'), 'Take over one');
const createHome = question(consent.createHome('/srv/home'), 'Create /srv/home');

test('what was asked and agreed to counts; what was asked and not agreed to does not', () => {
  expect(agreedTo([takeOver.id], [takeOver, question(consent.takeOver('two'), 'Take over two')])).toEqual({
    consents: [takeOver.id],
    replaces: ['Take over one'],
  });
});

test('an answer to a question that main does not ask is none', () => {
  expect(agreedTo([takeOver.id, consent.reuseUnchanged(), 'x'], [])).toEqual({ consents: [], replaces: [] });
});

test('a folder that is made replaces nothing', () => {
  expect(agreedTo([createHome.id], [createHome])).toEqual({ consents: [createHome.id], replaces: [] });
});

test('to wait for builds aborts none, unless that has an end, which is confirmed', () => {
  expect(agreedTo([consent.whenIdle(0)], [])).toEqual({ consents: ['when-idle:0'], replaces: [] });
  expect(agreedTo([consent.whenIdle(30), consent.requeue()], [])).toEqual({
    consents: ['when-idle:30', 'requeue'],
    replaces: ['Abort the builds that still run after 30 minutes'],
  });
});

test('to recreate or to update needs no question, and is confirmed', () => {
  expect(agreedTo(['recreate:one', 'update:5'], [])).toEqual({
    consents: ['recreate:one', 'update:5'],
    replaces: ['Recreate the container of the nested engine', 'Rebuild the images and restart Jenkins from them'],
  });
});
