import { expect, test } from 'vitest';
import { jenkinsWords, stateWords } from '../../../electron/shared/state-words.ts';
import { situations } from '../../lab/situations.ts';

test('every state has a sign and a sentence', () => {
  const table = Object.entries(situations).map(([name, snapshot]) => {
    const { sign, title } = stateWords(snapshot);
    return `${name.padEnd(12)} ${sign.padEnd(10)} ${title}`;
  });
  expect(table.join('\n')).toMatchInlineSnapshot(`
    "running      dood       Jenkins is running in DooD
    dind         dind       Jenkins is running in DinD
    off          off        Jenkins is off
    working      working    Moving Jenkins from DooD to DinD
    restarting   working    Jenkins is starting in DooD
    drifted      attention  Jenkins in DooD is not as requested
    failed       failed     Jenkins ended while it started
    unreachable  failed     The Docker engine cannot be used
    notices      dood       Jenkins is running in DooD"
  `);
});

test('tray, status and report say the same state in their own length', () => {
  const table = Object.values(situations).map((snapshot) => {
    const { status, report } = jenkinsWords(snapshot.jenkins);
    return [stateWords(snapshot).line, status, report].join(' | ');
  });
  expect([...new Set(table)].join('\n')).toMatchInlineSnapshot(`
    "Jenkins 2.568.2 runs in DooD | DooD at http://127.0.0.1:8080 (2.568.2) | running, dood, 2.568.2, http://127.0.0.1:8080
    Jenkins 2.568.2 runs in DinD | DinD at http://127.0.0.1:8081 (2.568.2) | running, dind, 2.568.2, http://127.0.0.1:8081
    Jenkins is off | off | stopped
    Switching to DinD | changing to DinD: Start nvidia-dind-container | dood → dind, step 4 of 11: Start nvidia-dind-container
    Jenkins is starting in DooD | DooD, starting, at http://127.0.0.1:8080 | restarting, dood
    Not as requested: jenkins-dood-container | not as requested | drifted, dood: jenkins-dood-container exited → running; image jenkins-dood-image of another version → built from jenkins/jenkins:lts-jdk21
    DinD did not start: Jenkins ended while it started | DinD did not start | failed, dind, jenkins/exited: Jenkins ended while it started
    The Docker engine does not answer | unknown | unknown"
  `);
});
