import { expect, test } from 'vitest';
import { homeNewer } from '../../../../electron/shared/failures/home-history.ts';

const older = { written: '2.568.2', image: '2.555.1', base: 'jenkins/jenkins:lts-jdk21', mode: 'dind', updated: false };
const CHOOSE = /^jenkins-tray config set images.jenkinsBase jenkins.jenkins:/;

test('an image that is older than the home is updated where that can help', () => {
  expect(homeNewer(older).command).toBe('jenkins-tray update dind');
});

test.each([
  { base: 'jenkins/jenkins:2.555.1-jdk21' },
  { base: `jenkins/jenkins@sha256:${'0'.repeat(64)}` },
  { written: '2.570' },
  { updated: true },
])('where an update changes nothing, another base is proposed: %o', (change) => {
  expect(homeNewer({ ...older, ...change }).command).toMatch(CHOOSE);
});

test('a registry’s port is no version', () => {
  expect(homeNewer({ ...older, base: '10.0.0.1:5000/jenkins:lts' }).command).toBe('jenkins-tray update dind');
});
