import { expect, test } from 'vitest';
import { isAgentOrBuild, runsJenkins, saysJenkins } from '../../../../electron/core/observe/runs-jenkins.ts';
import type { ContainerFact, ContainerMake } from '../../../../electron/core/world/engine.ts';
import { container } from '../../../doubles/situation.ts';

const made = (change: Partial<ContainerMake>): { readonly made: ContainerMake } => ({
  made: {
    command: [],
    env: [],
    exposed: [],
    publishes: [],
    aliases: {},
    user: '',
    memory: 0,
    restart: { name: 'no', retries: 0 },
    ...change,
  },
});
const port = (target: number) => ({ ports: [{ address: '', port: 9090, target }] });

test.each<[Partial<ContainerFact>, string]>([
  [{ image: 'jenkins/jenkins:lts' }, 'a Jenkins'],
  [{ image: 'ghcr.io/house/my-Hudson' }, 'a Jenkins'],
  [{ image: 'postgres' }, 'nothing'],
  [{ image: 'jenkins/inbound-agent' }, 'an agent'],
  [{ image: 'jenkins/jnlp-slave' }, 'an agent'],
  [{ image: 'datadog/agent' }, 'an agent'],
  [made({ command: ['/usr/bin/tini', '--', '/usr/local/bin/jenkins.sh'] }), 'a Jenkins'],
  [made({ command: ['/opt/hudson'] }), 'a Jenkins'],
  [made({ command: ['jenkins'] }), 'a Jenkins'],
  [made({ command: ['/usr/local/bin/jenkins-agent'] }), 'nothing'],
  [made({ command: ['ls', '/var/jenkins_home'] }), 'nothing'],
  [made({ command: ['/opt/myjenkins'] }), 'nothing'],
  [made({ command: ['cat', '/data/jenkins/config.xml'] }), 'nothing'],
  [made({ command: ['java', '-jar', '/opt/jenkins.war'] }), 'a Jenkins'],
  [made({ command: ['sh', '-c', 'exec java -jar HUDSON.war'] }), 'a Jenkins'],
  [made({ command: ['unzip', 'jenkins_war'] }), 'nothing'],
  [made({ env: ['JENKINS_HOME=/data'] }), 'a Jenkins'],
  [made({ env: ['JENKINS_OPTS'] }), 'a Jenkins'],
  [made({ env: ['MY_JENKINS_HOME=/data', 'NAME=JENKINS_HOME'] }), 'nothing'],
  [made({ env: ['JENKINS_URL=http://ci', 'JENKINS_SECRET=x', 'JENKINS_AGENT_NAME=a'] }), 'nothing'],
  [made({ env: ['JENKINS_URLS=http://ci'] }), 'a Jenkins'],
  [made({ env: ['JENKINS_TRAY_OWNER=x'] }), 'nothing'],
  [made({ exposed: [80, 8080] }), 'on its port'],
  [made({ exposed: [80] }), 'nothing'],
  [port(8080), 'on its port'],
  [port(80), 'nothing'],
  [{ image: 'jenkins/jenkins', ...made({ env: ['BUILD_TAG=a'] }) }, 'a build'],
  [{ image: 'tomcat', ...made({ env: ['BUILD_NUMBER=7'], exposed: [8080] }) }, 'a build'],
  [made({ env: ['JOB_NAME=train'], command: ['jenkins.sh'] }), 'a build'],
  [made({ env: ['JOB_NAMES=train'] }), 'nothing'],
  [made({ env: ['JOB_NAME=train'], command: ['java', '-jar', 'jenkins.war'] }), 'a Jenkins'],
  [{ image: 'jenkins/inbound-agent', ...made({ command: ['java', '-jar', 'jenkins.war'] }) }, 'a Jenkins'],
  [{ image: 'jenkins/inbound-agent', ...made({ exposed: [8080] }) }, 'an agent, on its port'],
])('a container with %j is %s', (change, what) => {
  const it = container('other', change);
  expect([saysJenkins(it), runsJenkins(it), isAgentOrBuild(it)]).toEqual([
    what === 'a Jenkins',
    what === 'a Jenkins' || what.includes('on its port'),
    what.startsWith('an agent') || what === 'a build',
  ]);
});
