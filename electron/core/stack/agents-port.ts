import type { Settings } from '../../shared/settings.ts';

/** The port of agents in a container of Jenkins' image that is told no other. */
const USUAL = 50000;
const OPTION = '-Djenkins.model.Jenkins.slaveAgentPort';

/**
 * The port of agents in the container: the same as outside, since agents connect to the one that Jenkins tells them; except
 * where that is the page's in there, or the user's own options name one.
 */
export const agentsPort = ({ ports, jenkins }: Pick<Settings, 'ports' | 'jenkins'>): number =>
  ports.agents === 8080 || jenkins.javaOpts.includes(OPTION) ? USUAL : ports.agents;

/** Java options with which Jenkins listens there, whatever the home says; those of the user come first, as they are. */
export function withAgentsPort(settings: Pick<Settings, 'ports' | 'jenkins'>): string {
  const { javaOpts } = settings.jenkins;
  const port = agentsPort(settings);
  return port === USUAL ? javaOpts : `${javaOpts} ${OPTION}=${port} ${OPTION}Enforce=true`.trim();
}

/** The options without what `withAgentsPort` adds. */
export const withoutAgentsPort = (options: string): string =>
  options.replace(new RegExp(` ?${OPTION}=\\d+ ${OPTION}Enforce=true$`), '');
