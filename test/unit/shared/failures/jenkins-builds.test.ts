import { expect, test } from 'vitest';
import { buildsAborted } from '../../../../electron/shared/failures/jenkins-builds.ts';

const train = { job: 'train', number: 7 };
const deploy = { job: 'deploy, all', number: 1 };
const test3 = { job: 'test', number: 3 };

test('what one request aborts before and after is named together', () => {
  const first = buildsAborted([train], false);
  expect(first).toMatchObject({ title: 'A build was aborted', detail: 'train #7', fix: 'Start it again in Jenkins.' });
  const second = buildsAborted([deploy], false, first);
  expect(second).toMatchObject({
    ...{ title: '2 builds were aborted', detail: 'train #7, deploy, all #1', fix: 'Start them again in Jenkins.' },
  });
  expect(buildsAborted([test3], false, second).title).toBe('3 builds were aborted');
  const mixed = buildsAborted([test3], true, second);
  expect(mixed.fix).toBe('Start those again in Jenkins that are not queued again.');
  expect(buildsAborted([train], true, mixed).fix).toBe(mixed.fix);
  expect(buildsAborted([test3], true, buildsAborted([train], true)).fix).toBe('They are queued again.');
});
