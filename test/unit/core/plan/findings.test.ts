import { expect, test } from 'vitest';
import { container, HOME, names, planFor, running, text, withPreflight } from '../../../doubles/situation.ts';

test('a leftover build container is found however the home’s path is written', () => {
  const left = container('happy_hopper', {
    createdAt: 2000,
    mounts: [{ source: '/data/jenkins/workspace/train-model', target: '/w' }],
  });
  const facts = running('dood');
  const real = { [HOME]: '/data/jenkins' };
  const { questions } = planFor(
    withPreflight(facts, { running: [...facts.containers, left], realPaths: real }),
    'dind',
  );
  expect(questions.map(({ id }) => id)).toEqual(['end:id-of-happy_hopper']);
});

test('a leftover build container is ended with consent', () => {
  const left = container('happy_hopper', {
    createdAt: 2000,
    mounts: [{ source: `${HOME}/workspace/train-model`, target: '/w' }],
  });
  const facts = running('dood');
  expect(text(planFor(withPreflight(facts, { running: [...facts.containers, left] }), 'dind'))).toMatchInlineSnapshot(`
    "Q end:id-of-happy_hopper: Stop happy_hopper, left over from a build
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    ! end        happy_hopper            left over from a build
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

test('a one-shot container left by a crash is removed first', () => {
  const facts = running('dood');
  const left = container(names.oneShot, { state: 'created', labels: facts.containers[0]?.labels ?? {} });
  expect(text(planFor({ ...facts, containers: [...facts.containers, left] }, 'dood'))).toBe(
    '- container  jenkins-tray-probe',
  );
});
