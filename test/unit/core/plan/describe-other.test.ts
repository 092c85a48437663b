import { expect, test } from 'vitest';
import { describeContainer, describeHost } from '../../../../electron/core/plan/describe-other.ts';
import type { ContainerFact, ContainerMake } from '../../../../electron/core/world/engine.ts';
import type { HostJenkins } from '../../../../electron/core/world/host.ts';
import { container } from '../../../doubles/situation.ts';

const home = (source: string, target = '/var/jenkins_home') => ({ mounts: [{ source, target }] });
const page = { address: '', port: 9090, target: 8080 };
const agents = { address: '', port: 50000, target: 50000 };
const publishing = (publishes: ContainerMake['publishes']): ContainerMake => ({
  command: [],
  env: [],
  exposed: [],
  publishes,
  aliases: {},
  user: '',
  memory: 0,
  restart: { name: 'no', retries: 0 },
});

test.each<[Partial<ContainerFact>, string]>([
  [home('/srv/ci'), 'running) has its home in the folder /srv/ci.'],
  [home('/srv/ci/'), 'running) has its home in the folder /srv/ci/.'],
  [home('ci-data'), 'running) has its home in the volume ci-data.'],
  [home('ci-data', '/data'), 'running) has no home outside of it.'],
  [{ ports: [agents, page] }, 'running) has no home outside of it, its page at port 9090.'],
  [{ ports: [agents], made: publishing([page]) }, 'running) has no home outside of it.'],
  [{ state: 'paused' }, 'running) has no home outside of it.'],
  [{ state: 'exited' }, 'stopped) has no home outside of it.'],
  [{ state: 'exited', made: publishing([agents, page]) }, 'stopped) has no home outside of it, its page at port 9090.'],
])('a container with %j', (change, says) => {
  expect(describeContainer(container('ci', { image: 'jenkins/jenkins', ...change }))).toBe(
    `ci (image jenkins/jenkins, ${says}`,
  );
});

const apt: HostJenkins = {
  name: 'jenkins.service',
  unit: 'jenkins.service',
  enabled: true,
  pid: null,
  user: '',
  home: null,
  port: null,
};
test.each<[Partial<HostJenkins>, string]>([
  [{}, '(stopped) has its home in a folder that this user cannot see.'],
  [{ user: 'jenkins' }, '(stopped) has its home in a folder that this user cannot see.'],
  [{ pid: 8, home: '/var/lib/jenkins' }, '(process 8) has its home in /var/lib/jenkins.'],
  [{ pid: 8, user: 'ann', home: '/h', port: 80 }, '(process 8 of ann) has its home in /h, its page at port 80.'],
])('one without a container, with %j', (change, says) => {
  expect(describeHost({ ...apt, ...change })).toBe(`jenkins.service of this computer ${says}`);
});
