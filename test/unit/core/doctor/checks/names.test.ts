import { expect, test } from 'vitest';
import { container, found, label, machine } from '../../../../doubles/doctor.ts';

test('hand-made containers are a warning', async () => {
  const containersNamed = async () => [container('jenkins-dood-container', { labels: {} })];
  expect((await found(machine({ engine: { containersNamed } }), 'names'))?.state).toBe('warning');
});

test('all that is not ours is named: containers, volumes, networks, images and the context', async () => {
  const ofOther = { ...label, 'io.jenkins-tray.owner': 'another-folder' };
  const object = (name: string, labels = {}) => ({ name, id: name, labels });
  const world = machine({
    engine: {
      containersNamed: async () => [
        container('jenkins-container'),
        container('jenkins-dood-container', { labels: ofOther }),
      ],
      volumesNamed: async () => [object('jenkins-dind-data'), object('jenkins-dind-ca', label)],
      networksNamed: async () => [object('jenkins')],
      imagesNamed: async () => [object('jenkins-image'), object('nvidia-dind-image', label)],
    },
  });
  const contexts = { ...world.contexts, find: async () => ({ name: 'jenkins-dind', host: '', instance: null }) };
  expect(await found({ ...world, contexts }, 'names')).toMatchObject({
    state: 'warning',
    detail:
      'jenkins-dood-container, jenkins-dind-data, jenkins, jenkins-image, jenkins-dind: not created by Jenkins Tray; used or taken over with your consent',
  });
});

test('a context of ours alone is no trouble', async () => {
  const world = machine();
  const contexts = { ...world.contexts, find: async () => ({ name: 'jenkins-dind', host: '', instance: 'default' }) };
  expect(await found({ ...world, contexts }, 'names')).toMatchObject({ state: 'ok' });
  const other = { ...world.contexts, find: async () => ({ name: 'jenkins-dind', host: '', instance: 'lab' }) };
  expect((await found({ ...world, contexts: other }, 'names'))?.detail).toMatch(/^jenkins-dind:/);
});
