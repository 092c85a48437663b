import type { ContainerFact, ContainerMake } from '../world/engine.ts';

/** What a hand-made Jenkins has that the one of Jenkins Tray will not have, unless the user sets it. */

/** Folders that both have: the home, the certificates, the engine's socket. */
const KNOWN_TARGET = /^(\/var\/jenkins_home|\/certs(\/.*)?|\/(var\/)?run\/docker\.sock)$/;
/** Variables of Jenkins' own image, or that are set anew. */
const KNOWN_VARIABLE =
  /^(PATH|LANG|LC_ALL|HOME|HOSTNAME|REF|JAVA_HOME|JAVA_OPTS|COPY_REFERENCE_FILE_LOG|DOCKER_(HOST|TLS_VERIFY|CERT_PATH)|JENKINS_(HOME|VERSION|UC|UC_EXPERIMENTAL|UC_DOWNLOAD|INCREMENTALS_REPO_MIRROR|SLAVE_AGENT_PORT|SHA|ENABLE_FUTURE_JAVA|TRAY_.*))=/;
const KNOWN_PORTS: readonly number[] = [8080, 50000];

/** One text for each thing that is not carried over, with the setting that keeps it if there is one; empty: nothing is lost. */
export function takeOverLosses(
  { mounts, made, networks }: ContainerFact,
  home: string,
  network: string,
): readonly string[] {
  if (made === null) return [];
  return [
    ...mounts
      .filter(({ source, target }) => !KNOWN_TARGET.test(target) && source !== home)
      .map(({ source, target }) => `${source} at ${target}${source.startsWith('/') ? ' (setting dataMounts)' : ''}`),
    ...variables(made),
    ...made.publishes
      .filter(({ target }) => !KNOWN_PORTS.includes(target))
      .map(({ port, target }) => `port ${port} for ${target}`),
    ...networks.filter(({ name }) => name !== network && name !== 'bridge').map(({ name }) => `the network ${name}`),
    ...(['', '1000', 'jenkins', '1000:1000'].includes(made.user) ? [] : [`the user ${made.user}`]),
    ...(made.memory === 0 ? [] : [`a memory limit of ${Math.round(made.memory / 2 ** 20)} MiB`]),
  ];
}

/** Values may be secrets; those of Java options are what users need to see. */
const variables = ({ env }: ContainerMake): readonly string[] => [
  ...env
    .filter((line) => line.startsWith('JAVA_OPTS=') && line !== 'JAVA_OPTS=')
    .map((line) => `${line} (setting jenkins.javaOpts)`),
  ...env.filter((line) => !KNOWN_VARIABLE.test(line)).map((line) => `the variable ${line.split('=')[0] ?? ''}`),
];
