import type { Settings } from '../../shared/settings.ts';
import { type SettingsKey, valueAt } from '../../shared/settings-path.ts';

/**
 * Settings with which whoever controls them controls this computer: what containers mount, what images are built from,
 * which engine is used and who can reach Jenkins.
 */
const REACHING: readonly SettingsKey[] = [
  'home',
  'dataMounts',
  'address',
  'images.jenkinsBase',
  'images.engineBase',
  'images.nvidiaRepository',
  'images.packagesFile',
  'images.pluginsFile',
  'jenkins.javaOpts',
  'nested.registryMirrors',
  'nested.insecureRegistries',
  'nested.registryCertificates',
  'nested.daemonFile',
  'nested.httpProxy',
  'nested.httpsProxy',
  'nested.publishPort',
  'engineContext',
];

/** Longest value that is shown, in characters. */
const MAX_VALUE = 300;

/** The changes of such settings, one line each: `address: "0.0.0.0"`. */
export const reachingChanges = (before: Settings, after: Settings): readonly string[] =>
  REACHING.flatMap((key) => {
    const value = JSON.stringify(valueAt(after, key));
    return value === JSON.stringify(valueAt(before, key)) ? [] : [`${key}: ${value.slice(0, MAX_VALUE)}`];
  });
