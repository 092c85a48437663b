import { consentSections } from './consent.ts';
import { desktopSections } from './desktop.ts';
import { dindSections } from './dind.ts';
import { engineSections } from './engine.ts';
import { contextSections } from './engine-context.ts';
import { engineKindSections } from './engine-kind.ts';
import { gpuSections } from './gpu.ts';
import { gpuUseSections } from './gpu-use.ts';
import { homeSections } from './home.ts';
import { homeCopySections } from './home-copy.ts';
import { homeHistorySections } from './home-history.ts';
import { homePluginSections } from './home-plugins.ts';
import { homeUserSections } from './home-users.ts';
import { homeVolumeSections } from './home-volume.ts';
import { imageSections } from './image.ts';
import { imagePreparationSections } from './image-preparation.ts';
import { jenkinsSections } from './jenkins.ts';
import { jenkinsBuildSections } from './jenkins-builds.ts';
import { jenkinsPasswordSections } from './jenkins-password.ts';
import { pluginSections } from './jenkins-plugins.ts';
import { jenkinsStartSections } from './jenkins-start.ts';
import { lockSections } from './lock.ts';
import { mountSections } from './mount.ts';
import { nameSections } from './name.ts';
import { networkSections } from './network.ts';
import { pluginListSections } from './plugin-list.ts';
import { portSections } from './port.ts';
import { runSections } from './run.ts';
import { settingsSections } from './settings.ts';
import { snapshotSections } from './snapshot.ts';
import { stateFileSections } from './state-files.ts';
import { updateSections } from './update.ts';
import { upgradeSections } from './upgrade.ts';
import { usageSections } from './usage.ts';

/** All failures by code, in the order of docs/failures.md, which is generated from them. */
export const sections = {
  ...engineSections,
  ...contextSections,
  ...engineKindSections,
  ...imageSections,
  ...imagePreparationSections,
  ...portSections,
  ...nameSections,
  ...networkSections,
  ...homeSections,
  ...homeVolumeSections,
  ...homeCopySections,
  ...homeUserSections,
  ...homeHistorySections,
  ...homePluginSections,
  ...snapshotSections,
  ...mountSections,
  ...gpuSections,
  ...gpuUseSections,
  ...dindSections,
  ...jenkinsSections,
  ...jenkinsBuildSections,
  ...jenkinsPasswordSections,
  ...jenkinsStartSections,
  ...pluginSections,
  ...upgradeSections,
  ...settingsSections,
  ...pluginListSections,
  ...stateFileSections,
  ...lockSections,
  ...desktopSections,
  ...updateSections,
  ...consentSections,
  ...usageSections,
  ...runSections,
};

/** `area/what`. To add one, add its section and a factory to the file of its area. */
export type FailureCode = keyof typeof sections;
