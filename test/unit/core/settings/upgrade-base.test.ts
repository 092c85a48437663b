import { expect, test } from 'vitest';
import { upgradeBase } from '../../../../electron/core/settings/upgrade-base.ts';
import { failureOf } from '../../../../electron/shared/failure.ts';
import { defaultSettings } from '../../../../electron/shared/settings.ts';

const base = (typed: string | null, written: string | null = '2.528.3', jenkinsBase = 'jenkins/jenkins:lts-jdk21') =>
  upgradeBase({ ...defaultSettings, images: { ...defaultSettings.images, jenkinsBase } }, typed, written);
const refusal = (...given: Parameters<typeof base>) => {
  try {
    return base(...given);
  } catch (thrown) {
    return failureOf(thrown).code;
  }
};

test('a version, the newest LTS, an image by its name, or the one in the settings', () => {
  expect(base('2.541.1')).toBe('jenkins/jenkins:2.541.1-jdk21');
  expect(base('lts', '2.528.3', 'registry.example/jenkins:2.528.3-jdk21')).toBe('registry.example/jenkins:lts-jdk21');
  expect(base('registry.example/ci/jenkins:2026')).toBe('registry.example/ci/jenkins:2026');
  expect(base(null)).toBe('jenkins/jenkins:lts-jdk21');
});

test('a version that is older than the home’s is refused; the same one, or one of an unknown home, is not', () => {
  expect(refusal('2.516.3')).toBe('home/newer');
  expect(refusal('2.528.3')).toBe('jenkins/jenkins:2.528.3-jdk21');
  expect(refusal('2.516.3', null)).toBe('jenkins/jenkins:2.516.3-jdk21');
});

test('what is no version and no image is refused, and so is a base whose name has no version', () => {
  expect(refusal('NEWEST!')).toBe('settings/invalid');
  expect(refusal('2.541.1', null, 'company/ci:stable')).toBe('usage/invalid');
});
