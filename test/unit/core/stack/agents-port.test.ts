import { expect, test } from 'vitest';
import { withoutAgentsPort } from '../../../../electron/core/stack/agents-port.ts';
import { settings, stack } from '../../../doubles/situation.ts';

const OURS = '-Djenkins.model.Jenkins.slaveAgentPort=50001 -Djenkins.model.Jenkins.slaveAgentPortEnforce=true';
const OWN = '-Djenkins.model.Jenkins.slaveAgentPort=50000';

test.each<[number, string, string, string]>([
  [50000, '-Xmx2g', '50000/tcp', '-Xmx2g'],
  [50001, '-Xmx2g', '50001/tcp', `-Xmx2g ${OURS}`],
  [50001, '', '50001/tcp', OURS],
  // In the container that is the page's.
  [8080, '', '50000/tcp', ''],
  [50001, OWN, '50000/tcp', OWN],
])(
  'agents that come by port %s, with the options "%s", find Jenkins where it says it is',
  (agents, javaOpts, inside, options) => {
    const { jenkins } = settings();
    const chosen = settings({ ports: { dind: 8081, dood: 9090, agents }, jenkins: { ...jenkins, javaOpts } });
    const body = stack('dood', { settings: chosen }).containers.find(({ role }) => role === 'jenkins')?.body;
    expect(body?.Env.find((entry) => entry.startsWith('JAVA_OPTS='))).toBe(`JAVA_OPTS=${options}`);
    expect(body?.HostConfig.PortBindings?.[inside]).toEqual([{ HostIp: '127.0.0.1', HostPort: String(agents) }]);
    expect(Object.keys(body?.ExposedPorts ?? {})).toEqual(['8080/tcp', inside]);
  },
);

test.each([
  [`-Xmx2g ${OURS}`, '-Xmx2g'],
  [OURS, ''],
  [OWN, OWN],
])('%s without ours is "%s"', (options, expected) => {
  expect(withoutAgentsPort(options)).toBe(expected);
});
