import { expect, test } from 'vitest';
import { nestedEngineUnreached } from '../../../../electron/shared/failures/dind.ts';
import { homeHeldAtStart } from '../../../../electron/shared/failures/home-history.ts';
import { jenkinsExited, jenkinsNotRunning } from '../../../../electron/shared/failures/jenkins.ts';
import { logOf } from '../../../../renderer/log/chosen-source.ts';

const withLog = <T extends { readonly detail: string }>(failure: T): T => ({
  ...failure,
  detail: `${failure.detail}\nThe last lines of c:\nline`,
});

test('a failure of what was started leads to its log, and no other', () => {
  expect(logOf(jenkinsExited(1))).toBe('jenkins');
  expect([logOf(homeHeldAtStart('/srv')), logOf(withLog(homeHeldAtStart('/srv')))]).toEqual([null, 'jenkins']);
  expect([logOf(nestedEngineUnreached()), logOf(withLog(nestedEngineUnreached()))]).toEqual([null, 'dind']);
  expect(logOf(jenkinsNotRunning())).toBeNull();
});
