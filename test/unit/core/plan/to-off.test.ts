import { expect, test } from 'vitest';
import { HOME, handMade, names, nothingThere, planFor, running, text } from '../../../doubles/situation.ts';

test('down removes our containers and network and keeps images and volumes', () => {
  expect(text(planFor(running('dind'), 'off'))).toMatchInlineSnapshot(`
    "! drain      jenkins-container       0 builds running
    > stop       jenkins-container       within 60 s
    - container  jenkins-container
    > stop       nvidia-dind-container   within 60 s
    - container  nvidia-dind-container
    - network    jenkins"
  `);
});

test('down removes volumes and images on request', () => {
  expect(text(planFor(running('dood'), 'off', { purge: ['volumes', 'images'] }))).toMatchInlineSnapshot(`
    "! drain      jenkins-dood-container  0 builds running
    > stop       jenkins-dood-container  within 60 s
    - container  jenkins-dood-container
    - network    jenkins
    - volume     jenkins-dind-data
    - volume     jenkins-dind-ca
    - volume     jenkins-dind-client
    - image      nvidia-dind-image
    - image      jenkins-image
    - image      jenkins-dood-image"
  `);
});

test('down leaves alone what has no label of ours', () => {
  expect(
    text(
      planFor(
        {
          ...nothingThere,
          containers: [handMade(names.jenkins.dood, HOME, 8080)],
          networks: [{ name: 'jenkins', id: '1', labels: {} }],
        },
        'off',
        { purge: ['volumes', 'images'] },
      ),
    ),
  ).toBe('');
});
