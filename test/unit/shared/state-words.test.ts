import { expect, test } from 'vitest';
import { stateWords } from '../../../electron/shared/state-words.ts';
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
    drifted      attention  Jenkins in DooD is not as you asked for
    failed       failed     Jenkins ended while it started
    unreachable  failed     The Docker engine cannot be used
    notices      dood       Jenkins is running in DooD"
  `);
});
