import type { Settings } from '../../shared/settings.ts';
import { type SettingsKey, valueAt } from '../../shared/settings-path.ts';
import { shownSetting } from '../../shared/shown-setting.ts';

/**
 * Whether somebody who controls a setting controls this computer with it: what containers mount, what images are built
 * from and through whom, which engine is used and who can reach Jenkins. The compiler asks for each new setting.
 */
const REACHES: Readonly<Record<SettingsKey, boolean>> = {
  instance: false,
  home: true,
  dataMounts: true,
  address: true,
  'ports.dind': false,
  'ports.dood': false,
  'ports.agents': false,
  'others.leave': false,
  'others.takeOver': false,
  'images.jenkinsBase': true,
  'images.engineBase': true,
  'images.checkForNewer': false,
  'images.prepareOther': false,
  'images.nvidiaRepository': true,
  'images.dockerRepository': true,
  'images.aptMirror': true,
  'images.updateCentre': true,
  'images.caFile': true,
  'images.packagesFile': true,
  'images.pluginsFile': true,
  'proxy.http': true,
  'proxy.https': true,
  'proxy.noProxy': false,
  'jenkins.executors': false,
  'jenkins.timeZone': false,
  'jenkins.cascFile': true,
  'jenkins.javaOpts': true,
  'jenkins.fastStart': false,
  'jenkins.user': false,
  'jenkins.apiToken': false,
  'gpu.attach': false,
  'gpu.builds': false,
  'gpu.hot': false,
  'gpu.full': false,
  'gpu.metrics': true,
  'nested.mtu': false,
  'nested.dns': true,
  'nested.registryMirrors': true,
  'nested.insecureRegistries': true,
  'nested.registryCertificates': true,
  'nested.addressPools': false,
  'nested.bip': false,
  'nested.storageDriver': false,
  'nested.daemonFile': true,
  'nested.httpProxy': true,
  'nested.httpsProxy': true,
  'nested.noProxy': false,
  'nested.publishPort': true,
  'snapshots.folder': true,
  'snapshots.workspaces': false,
  'snapshots.beforeSwitch': false,
  'snapshots.keepAutomatic': false,
  engineContext: true,
  'timeouts.stop': false,
  'timeouts.healthy': false,
  'timeouts.ready': false,
  'desktop.startAtLogin': false,
  'desktop.startHidden': false,
  'desktop.onQuit': false,
  'desktop.notifications': false,
  'desktop.signpost': false,
  'desktop.theme': false,
  'desktop.updates': false,
};

/** Longest value that is shown, in characters. */
const MAX_VALUE = 300;

/** The changes of such settings, one line each: `address: "0.0.0.0"`; a login in an address is hidden. */
export const reachingChanges = (before: Settings, after: Settings): readonly string[] =>
  Object.entries(REACHES).flatMap(([key, reaches]) => {
    const value = valueAt(after, key);
    const same = JSON.stringify(value) === JSON.stringify(valueAt(before, key));
    return same || !reaches ? [] : [`${key}: ${JSON.stringify(shownSetting(key, value)).slice(0, MAX_VALUE)}`];
  });
