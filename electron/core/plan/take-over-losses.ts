import type { Settings } from '../../shared/settings.ts';
import { shownSetting } from '../../shared/shown-setting.ts';
import { hidesImage } from '../stack/image-folders.ts';
import type { ContainerFact, ContainerMake, MountFact, PublishedPort } from '../world/engine.ts';

/** What a hand-made Jenkins has that the one of Jenkins Tray will not have, unless the user sets it. */

/** Folders that both have: the home, the certificates, the engine's socket. */
const KNOWN_TARGET = /^(\/var\/jenkins_home|\/certs(\/.*)?|\/(var\/)?run\/docker\.sock)$/;
/** Variables of Jenkins' own image, or that are set anew. */
const KNOWN_VARIABLE =
  /^(PATH|LANG|LC_ALL|HOME|HOSTNAME|REF|JAVA_HOME|JAVA_OPTS|COPY_REFERENCE_FILE_LOG|DOCKER_(HOST|TLS_VERIFY|CERT_PATH)|JENKINS_(HOME|VERSION|UC|UC_EXPERIMENTAL|UC_DOWNLOAD|INCREMENTALS_REPO_MIRROR|SLAVE_AGENT_PORT|SHA|ENABLE_FUTURE_JAVA|TRAY_.*))=/;
const KNOWN_PORTS: readonly number[] = [8080, 50000];
/** The entry point of Jenkins' image; what follows are arguments for Jenkins. */
const ENTRY_POINT = /(^|\/)jenkins\.sh$/;

/**
 * One text for each thing that is not carried over, with the setting that keeps it if there is one; empty: nothing is
 * lost. What the `settings` have already is none.
 */
export function takeOverLosses(
  { mounts, made, networks }: ContainerFact,
  home: string,
  network: string,
  settings?: Settings,
): readonly string[] {
  if (made === null) return [];
  const path = mounts.find(({ source }) => source === home)?.mountpoint ?? home;
  return [
    ...mounts
      .filter((mount) => isFurther(mount, home) && !hasMount(mount, path, settings))
      .map(
        ({ source, target }) =>
          `${source} at ${target}${source.startsWith('/') && !hidesImage(target) ? ' (setting dataMounts)' : ''}`,
      ),
    ...variables(made, settings),
    ...(argumentsOf(made).length === 0 ? [] : [`the arguments ${argumentsOf(made).join(' ')}`]),
    ...made.publishes.filter(isFurtherPort).map(({ port, target }) => `port ${port} for ${target}`),
    ...networks.filter(({ name }) => name !== network && name !== 'bridge').map(({ name }) => `the network ${name}`),
    ...(['', '1000', 'jenkins', '1000:1000'].includes(made.user) ? [] : [`the user ${made.user}`]),
    ...(made.memory === 0 ? [] : [`a memory limit of ${Math.round(made.memory / 2 ** 20)} MiB`]),
  ];
}

/** Whether a mount is none that each Jenkins of this app has. */
export const isFurther = ({ source, target }: MountFact, home: string): boolean =>
  !KNOWN_TARGET.test(target) && source !== home;

/** Where a mount is in the Jenkins of this app, whose home is at its host path; a folder of the home must be there. */
export const targetOf = ({ target }: MountFact, home: string): string =>
  target.startsWith('/var/jenkins_home/') && home.startsWith('/')
    ? home + target.slice('/var/jenkins_home'.length)
    : target;

const hasMount = (mount: MountFact, home: string, settings?: Settings): boolean =>
  (settings?.dataMounts ?? []).some(
    ({ source, target }) => source === mount.source && (target ?? source) === targetOf(mount, home),
  );

const isFurtherPort = ({ target }: PublishedPort): boolean => !KNOWN_PORTS.includes(target);

/** The Java options of a hand-made Jenkins; empty: none. */
export const javaOptionsOf = ({ env }: Pick<ContainerMake, 'env'>): string => variableOf(env, 'JAVA_OPTS');

/** The value of a variable; empty: not set. */
export const variableOf = (env: readonly string[], name: string): string =>
  env.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';

/** The names of Jenkins' arguments, and what its prefix is: other values may be secrets. */
function argumentsOf({ command }: ContainerMake): readonly string[] {
  const at = command.findIndex((word) => ENTRY_POINT.test(word));
  if (at < 0) return [];
  return command.slice(at + 1).map((word) => (word.startsWith('--prefix') ? word : (word.split('=')[0] ?? '')));
}

/** Values may be secrets; Java options are what users need to see, but for passwords among them. */
function variables(made: ContainerMake, settings?: Settings): readonly string[] {
  const options = javaOptionsOf(made);
  const isSet = (name: string, value: string): boolean => carriedVariables(settings).get(name) === value;
  return [
    ...(options === '' || options === settings?.jenkins.javaOpts
      ? []
      : [`JAVA_OPTS=${shownSetting('jenkins.javaOpts', options)} (setting jenkins.javaOpts)`]),
    ...made.env
      .filter((line) => !KNOWN_VARIABLE.test(line))
      .map((line) => line.split('=')[0] ?? '')
      .filter((name) => !isSet(name, variableOf(made.env, name)))
      .map((name) => `the variable ${name}`),
  ];
}

/** The variables that settings have in their stead. */
const carriedVariables = (settings?: Settings): ReadonlyMap<string, string> =>
  new Map(
    settings === undefined
      ? []
      : [
          ['TZ', settings.jenkins.timeZone],
          ...['HTTP_PROXY', 'http_proxy'].map((name) => [name, settings.proxy.http] as const),
          ...['HTTPS_PROXY', 'https_proxy'].map((name) => [name, settings.proxy.https] as const),
          ...['NO_PROXY', 'no_proxy'].map((name) => [name, settings.proxy.noProxy] as const),
        ],
  );
