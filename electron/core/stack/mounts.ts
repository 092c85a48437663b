import type { Mount } from '../world/specs.ts';
import type { StackInputs } from './inputs.ts';

/** Where the official image expects the home. */
export const HOME_IN_CONTAINER = '/var/jenkins_home';
/** Where the user's Configuration as Code file is. */
export const CASC_IN_CONTAINER = '/usr/local/share/jenkins-tray/casc.yaml';

const bind = ({ propagation }: StackInputs, source: string, target: string, readOnly: boolean): Mount => ({
  Type: 'bind',
  Source: source,
  Target: target,
  ReadOnly: readOnly,
  BindOptions: { Propagation: propagation[source] ?? 'rprivate' },
});

/** A folder or file of the host at another path, read-only. */
export const readOnly = (source: string, target: string): Mount => ({
  Type: 'bind',
  Source: source,
  Target: target,
  ReadOnly: true,
  BindOptions: { Propagation: 'rprivate' },
});

/**
 * At its host path, so that `docker run -v "$WORKSPACE"` is the same folder everywhere, and where the image expects it. A
 * volume as one, so that the engine mounts what it consists of, and does not take it for unused.
 */
export function homeMounts(inputs: StackInputs): Mount[] {
  const { home, homeVolume } = inputs;
  const at = (target: string): Mount =>
    homeVolume === null
      ? bind(inputs, home, target, false)
      : { Type: 'volume', Source: homeVolume, Target: target, ReadOnly: false };
  return home === HOME_IN_CONTAINER ? [at(home)] : [at(home), at(HOME_IN_CONTAINER)];
}

/** Each at its host path, or at the one that the user named. */
export const dataMounts = (inputs: StackInputs): Mount[] =>
  inputs.settings.dataMounts.map(({ source, target, readOnly }) => bind(inputs, source, target ?? source, readOnly));

/** The user's own Configuration as Code file. */
export function cascMounts(inputs: StackInputs): Mount[] {
  const { cascFile } = inputs.settings.jenkins;
  return cascFile === '' ? [] : [bind(inputs, cascFile, CASC_IN_CONTAINER, true)];
}
