import type { ContainerFact } from '../world/engine.ts';

/** Tells from how a container was created whether it runs a Jenkins, and not an agent of one, or a build's command. */

/** Jenkins' port inside its container. */
const PAGE_PORT = 8080;
const WAR = /\bjenkins\.war\b|\bhudson\.war\b/i;
const NAMED = /jenkins|hudson/i;
/** Its entry point: `/usr/local/bin/jenkins.sh`; not `/var/jenkins_home`. */
const PROGRAM = /(^|\/)(jenkins|hudson)([.-][^/\s]*)?$/i;
/** `jenkins/inbound-agent`, `jenkins/jnlp-slave`, `jenkins-agent`. */
const AGENT = /agent|slave|jnlp/i;
/** Set for agents and builds, or for what Jenkins Tray runs beside a Jenkins. */
const AGENT_VARIABLE =
  /^JENKINS_(TRAY_|AGENT_|JAVA_|SECRET$|NAME$|URL$|TUNNEL$|WEB_SOCKET$|DIRECT_CONNECTION$|INSTANCE_IDENTITY$|PROTOCOLS$|NODE_COOKIE$|SERVER_COOKIE$)/;
const BUILD_VARIABLE = /^(BUILD_TAG|BUILD_NUMBER|JOB_NAME)$/;

const variablesOf = ({ made }: ContainerFact): readonly string[] =>
  (made?.env ?? []).map((line) => line.split('=')[0] ?? '');

/** By image, entry point, `jenkins.war`, `JENKINS_…` environment, or port 8080. Where only a list was read, by its image. */
export function runsJenkins(container: ContainerFact): boolean {
  const { ports, made } = container;
  if (saysJenkins(container)) return true;
  if (variablesOf(container).some((name) => BUILD_VARIABLE.test(name))) return false;
  return [...(made?.exposed ?? []), ...ports.map(({ target }) => target)].includes(PAGE_PORT);
}

/** By image, entry point, `jenkins.war` or `JENKINS_…` environment; many programs use port 8080. */
export function saysJenkins(container: ContainerFact): boolean {
  const { image, made } = container;
  const command = made?.command ?? [];
  if (command.some((word) => WAR.test(word))) return true;
  const variables = variablesOf(container);
  // A build in a container has its build's variables, even where its image is one of Jenkins.
  if (variables.some((name) => BUILD_VARIABLE.test(name))) return false;
  if (NAMED.test(image) && !AGENT.test(image)) return true;
  if (command.some((word) => PROGRAM.test(word) && !AGENT.test(word))) return true;
  return variables.some((name) => name.startsWith('JENKINS_') && !AGENT_VARIABLE.test(name));
}

/** An agent, which mounts the home with `--volumes-from`, or the container of a build. */
export const isAgentOrBuild = (container: ContainerFact): boolean =>
  !(container.made?.command ?? []).some((word) => WAR.test(word)) &&
  (AGENT.test(container.image) || variablesOf(container).some((name) => BUILD_VARIABLE.test(name)));
