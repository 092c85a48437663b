import { expect, test } from 'vitest';
import { shell } from '../../../../electron/cli/commands/shell.ts';
import { failureFrom, stage } from '../../../doubles/command.ts';
import { container } from '../../../doubles/situation.ts';

/** What a shell itself does is in test/engine/cli-manners.test.ts. */
const engine = { containersNamed: async () => [container('jenkins-container', { state: 'exited' })] };

test.each([
  ['jenkins', 'Jenkins is not running', 'jenkins-tray up dood'],
  ['dind', 'The nested engine is not running', 'jenkins-tray up dind'],
])('without a running container there is no shell in %s', async (place, title, command) => {
  const failure = await failureFrom(shell(stage({ world: { engine } }).context, [place]));
  expect(failure).toMatchObject({ code: 'jenkins/unreachable', title, command });
});

test('another place, or a document, is a usage error', async () => {
  expect((await failureFrom(shell(stage().context, ['host']))).code).toBe('usage/invalid');
  expect((await failureFrom(shell(stage({ options: { json: true } }).context, []))).code).toBe('usage/invalid');
});
