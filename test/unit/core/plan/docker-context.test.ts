import { expect, test } from 'vitest';
import { nothingThere, planFor, running, settings, text } from '../../../doubles/situation.ts';

const published = { from: { settings: settings({ nested: { ...settings().nested, publishPort: 2376 } }) } };

const context = { name: 'jenkins-dind', host: 'tcp://127.0.0.1:2376', instance: 'default' };

test('a published nested engine gets a Docker context before anything is disturbed', () => {
  expect(text(planFor(running('dood'), 'dind', published))).toMatchInlineSnapshot(`
    "+ container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    + context    jenkins-dind            tcp://127.0.0.1:2376
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

test('a foreign Docker context of that name is replaced with consent', () => {
  const facts = { ...running('dood'), context: { ...context, host: 'ssh://build', instance: null } };
  expect(text(planFor(facts, 'dind', published))).toMatchInlineSnapshot(`
    "Q replace:context:jenkins-dind:ssh://build: Replace the Docker context jenkins-dind, which Jenkins Tray did not write
    + container  nvidia-dind-container   privileged, all GPUs
    > start      nvidia-dind-container
    + container  jenkins-container       127.0.0.1:8081
    ? healthy    nvidia-dind-container   within 60 s
    + context    jenkins-dind            tcp://127.0.0.1:2376
    ! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    > start      jenkins-container
    ? ready      jenkins-container       http://127.0.0.1:8081/login within 180 s
    - container  jenkins-dood-container"
  `);
});

test('the Docker context is removed with the nested engine, and when that is no longer published', () => {
  expect(text(planFor({ ...running('dind', published.from), context }, 'dind', published))).toBe('');
  expect(text(planFor({ ...running('dind', published.from), context }, 'off', published))).toMatchInlineSnapshot(`
    "! drain      jenkins-container       0 builds running
    > stop       jenkins-container       within 60 s
    - container  jenkins-container
    > stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container
    - context    jenkins-dind
    - network    jenkins"
  `);
  expect(text(planFor({ ...running('dood'), context }, 'dood', published))).toMatchInlineSnapshot(
    `"- context    jenkins-dind"`,
  );
  expect(text(planFor({ ...running('dind'), context }, 'dind'))).toMatchInlineSnapshot(`"- context    jenkins-dind"`);
});

test('down leaves a foreign Docker context alone', () => {
  expect(text(planFor({ ...nothingThere, context: { ...context, instance: null } }, 'off'))).toBe('');
});

test('a context that is made by hand, or leads elsewhere, is written anew though all else is there', () => {
  const facts = running('dind', published.from);
  const written = (change: Partial<typeof context> | { readonly instance: null }) =>
    planFor({ ...facts, context: { ...context, ...change } }, 'dind', published).steps.map(
      ({ kind, cause }) => `${kind}: ${cause.current}`,
    );
  expect(written({})).toEqual([]);
  expect(written({ instance: null })).toEqual(['write-context: made by hand']);
  expect(written({ host: 'tcp://127.0.0.1:9999' })).toEqual(['write-context: at tcp://127.0.0.1:9999']);
});
