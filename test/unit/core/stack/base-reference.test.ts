import { expect, test } from 'vitest';
import { baseWith, isJenkinsVersion } from '../../../../electron/core/stack/base-reference.ts';

test.each([
  ['jenkins/jenkins:lts-jdk21', '2.541.1', 'jenkins/jenkins:2.541.1-jdk21'],
  ['jenkins/jenkins:2.528.3-lts-jdk21', '2.541.1', 'jenkins/jenkins:2.541.1-jdk21'],
  ['jenkins/jenkins:2.550-alpine-jdk21', 'lts', 'jenkins/jenkins:lts-alpine-jdk21'],
  ['jenkins/jenkins:2.550', 'lts', 'jenkins/jenkins:lts'],
  ['jenkins/jenkins:latest', '2.550', 'jenkins/jenkins:2.550'],
  ['jenkins/jenkins', 'lts', 'jenkins/jenkins:lts'],
  ['jenkins/jenkins:jdk21', 'lts', 'jenkins/jenkins:lts-jdk21'],
  [
    'registry.example:5000/mirror/jenkins:lts-jdk21@sha256:00',
    '2.541.1',
    'registry.example:5000/mirror/jenkins:2.541.1-jdk21',
  ],
  ['registry.example:5000/jenkins', 'lts', 'registry.example:5000/jenkins:lts'],
])('%s with %s is %s', (reference, version, expected) => {
  expect(baseWith(reference, version)).toBe(expected);
});

test.each(['company/ci:stable', 'company/ci:2026-10', 'company/ci:ltsx', 'jenkins@sha256:00', 'company/ci:v3'])(
  '%s does not tell where its version is',
  (reference) => {
    expect(baseWith(reference, '2.541.1')).toBeNull();
  },
);

test('a version is numbers', () => {
  const typed = ['2.541.1', '2.550', '1', '2.541.1-jdk21', 'lts', '', '2..1', '2.541.1\n'];
  expect(typed.map(isJenkinsVersion)).toEqual([true, true, false, false, false, false, false, false]);
});
