import { expect, test } from 'vitest';
import { createJenkins } from '../../../electron/adapters/jenkins.ts';
import { queuedItems } from '../../../electron/adapters/jenkins-queue.ts';
import { replaying } from '../../doubles/recorded-jenkins.ts';

test('a current Jenkins tells what waits, and why', async () => {
  const { url, end } = await replaying('queue');
  const answer = await createJenkins().queue({ url, user: '', password: '' }, new AbortController().signal);
  end();
  expect(answer).toMatchObject({
    ok: true,
    value: [
      { job: 'in quiet period', why: 'In the quiet period. Expires in 59 min' },
      { job: 'needs windows', why: '‘Jenkins’ doesn’t have label ‘windows’' },
    ],
  });
});

test('folders and branches are named, and what is no job is left out', () => {
  const url = 'http://x/job/team/job/feature%252Fgpu/';
  expect(queuedItems({ items: [{ task: { url } }, null, { why: 'w' }, { task: { name: 'part of x #1' } }] })).toEqual([
    { job: 'team/feature%2Fgpu', why: '' },
    { job: 'part of x #1', why: '' },
  ]);
});

test('why Jenkins prepares for its shutdown is told as its administrator wrote it', async () => {
  const { url, end } = await replaying('overall-quieting');
  const answer = await createJenkins().quietReason({ url, user: '', password: '' }, new AbortController().signal);
  end();
  expect(answer).toMatchObject({ ok: true, value: 'Docker is upgraded' });
});
