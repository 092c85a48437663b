import { expect, test } from 'vitest';
import { answersToDocker } from '../../../../electron/core/observe/docker-alias.ts';
import { container } from '../../../doubles/situation.ts';

const make = {
  command: [],
  env: [],
  exposed: [],
  publishes: [],
  user: '',
  memory: 0,
  restart: { name: 'no', retries: 0 },
};
const inNetworks = (...all: readonly string[]) => all.map((name) => ({ name, id: '1' }));
const called = (aliases: Readonly<Record<string, readonly string[]>>) => ({ made: { ...make, aliases } });

test.each([
  ['docker', { networks: inNetworks('bridge', 'jenkins') }, true],
  ['docker', { networks: inNetworks('bridge') }, false],
  ['docker', {}, false],
  ['blue', { networks: inNetworks('jenkins') }, false],
  ['blue', called({ jenkins: ['dind', 'docker'] }), true],
  ['blue', called({ jenkins: ['docker2'] }), false],
  ['blue', called({ other: ['docker'] }), false],
])('%s with %j is reached as docker: %s', (name, change, answers) => {
  expect(answersToDocker(container(name, change), 'jenkins')).toBe(answers);
});
