import { expect, test } from 'vitest';
import type { StackInputs } from '../../../../electron/core/stack/inputs.ts';
import type { ContainerBody } from '../../../../electron/core/world/specs.ts';
import type { JenkinsMode } from '../../../../electron/shared/mode.ts';
import { settings, stack } from '../../../doubles/situation.ts';

/** What Docker is asked to create, whole: only a change that is meant may change it, since it recreates every container. */

function body(mode: JenkinsMode, role: 'jenkins' | 'dind', change: Partial<StackInputs> = {}): Partial<ContainerBody> {
  const { Labels, ...rest }: Partial<ContainerBody> =
    stack(mode, change).containers.find((it) => it.role === role)?.body ?? {};
  return rest;
}

/** One line for each part, and for each entry of a list. */
const lines = (of: Partial<ContainerBody>): string => {
  const { HostConfig, ...rest } = of;
  return Object.entries({ ...rest, ...HostConfig })
    .flatMap(([key, value]) =>
      Array.isArray(value)
        ? [`${key}:`, ...value.map((it) => `- ${typeof it === 'string' ? it : JSON.stringify(it)}`)]
        : [`${key}: ${JSON.stringify(value)}`],
    )
    .join('\n');
};

test('the Jenkins of DooD', () => {
  expect(lines(body('dood', 'jenkins', { computer: { id: 'machine', name: 'ada' } }))).toMatchInlineSnapshot(`
    "Image: "jenkins-dood-image"
    Env:
    - JENKINS_HOME=/srv/jenkins_home
    - LANG=C.UTF-8
    - JAVA_OPTS=
    - JENKINS_TRAY_URL=http://127.0.0.1:8080/
    - JENKINS_TRAY_OUR_URLS=http://127.0.0.1:8081/,http://127.0.0.1:8080/
    - JENKINS_TRAY_COMPUTER=machine
    - JENKINS_TRAY_HOST=ada
    - JENKINS_TRAY_INSTANCE=default
    WorkingDir: "/var/jenkins_home"
    ExposedPorts: {"8080/tcp":{},"50000/tcp":{}}
    StopTimeout: 60
    NetworkingConfig: {"EndpointsConfig":{"jenkins":{"Aliases":["jenkins-server"]}}}
    RestartPolicy: {"Name":"unless-stopped"}
    NetworkMode: "jenkins"
    Mounts:
    - {"Type":"bind","Source":"/srv/jenkins_home","Target":"/srv/jenkins_home","ReadOnly":false,"BindOptions":{"Propagation":"rslave"}}
    - {"Type":"bind","Source":"/srv/jenkins_home","Target":"/var/jenkins_home","ReadOnly":false,"BindOptions":{"Propagation":"rslave"}}
    - {"Type":"bind","Source":"/var/run/docker.sock","Target":"/run/docker.sock","ReadOnly":false,"BindOptions":{"Propagation":"rprivate"}}
    Tmpfs: {"/run/jenkins-tray":"rw,noexec,nosuid,nodev,size=64k,uid=1000,gid=1000,mode=0700"}
    PortBindings: {"8080/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}],"50000/tcp":[{"HostIp":"127.0.0.1","HostPort":"50000"}]}
    GroupAdd:
    - socket
    LogConfig: {"Type":"json-file","Config":{"max-size":"10m","max-file":"3"}}
    UsernsMode: "host"
    SecurityOpt:
    - label=disable"
  `);
});

test('the nested engine', () => {
  expect(lines(body('dind', 'dind', { gpus: false }))).toMatchInlineSnapshot(`
    "Image: "nvidia-dind-image"
    Env:
    - DOCKER_TLS_CERTDIR=/certs
    - JENKINS_TRAY_TLS_NAMES=nvidia-dind-container
    - JENKINS_TRAY_MTU=1500
    StopTimeout: 30
    Healthcheck: {"Test":["CMD","/usr/local/bin/jenkins-tray-healthcheck"],"Interval":15000000000,"Timeout":5000000000,"StartPeriod":30000000000,"Retries":3}
    NetworkingConfig: {"EndpointsConfig":{"jenkins":{"Aliases":["docker"]}}}
    Privileged: true
    RestartPolicy: {"Name":"unless-stopped"}
    NetworkMode: "jenkins"
    Mounts:
    - {"Type":"volume","Source":"jenkins-dind-data","Target":"/var/lib/docker","ReadOnly":false}
    - {"Type":"volume","Source":"jenkins-dind-ca","Target":"/certs","ReadOnly":false}
    - {"Type":"volume","Source":"jenkins-dind-client","Target":"/certs/client","ReadOnly":false}
    - {"Type":"bind","Source":"/srv/jenkins_home","Target":"/srv/jenkins_home","ReadOnly":false,"BindOptions":{"Propagation":"rslave"}}
    - {"Type":"bind","Source":"/srv/jenkins_home","Target":"/var/jenkins_home","ReadOnly":false,"BindOptions":{"Propagation":"rslave"}}
    LogConfig: {"Type":"json-file","Config":{"max-size":"10m","max-file":"3"}}
    UsernsMode: "host"
    SecurityOpt:
    - label=disable"
  `);
});

test('the Jenkins of DinD differs from that of DooD in its engine, image and port', () => {
  const { Env, HostConfig, ...rest } = body('dind', 'jenkins');
  expect(Env?.filter((line) => !body('dood', 'jenkins').Env?.includes(line))).toEqual([
    'JENKINS_TRAY_URL=http://127.0.0.1:8081/',
    'DOCKER_HOST=tcp://nvidia-dind-container:2376',
    'DOCKER_TLS_VERIFY=1',
    'DOCKER_CERT_PATH=/certs/client',
  ]);
  const { Image, Env: _, HostConfig: host, ...same } = body('dood', 'jenkins');
  expect(rest).toEqual({ ...same, Image: 'jenkins-image' });
  expect(HostConfig?.Mounts.at(-1)).toEqual({
    Type: 'volume',
    Source: 'jenkins-dind-client',
    Target: '/certs/client',
    ReadOnly: true,
  });
  expect('GroupAdd' in (HostConfig ?? {})).toBe(false);
  expect(HostConfig?.PortBindings).toEqual({
    ...host?.PortBindings,
    '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }],
  });
});

const nested = (change: Partial<ReturnType<typeof settings>['nested']>, from: Partial<StackInputs> = {}) =>
  body('dind', 'dind', { settings: settings({ nested: { ...settings().nested, ...change } }), gpus: false, ...from });

test('the settings of the nested engine reach it', () => {
  const env = (...given: Parameters<typeof nested>) =>
    nested(...given).Env?.filter((line) => /MTU|DNS|MIRRORS|STORAGE|ROOT/.test(line));
  expect(env({})).toEqual(['JENKINS_TRAY_MTU=1500']);
  expect(env({}, { mtu: 1420 })).toEqual(['JENKINS_TRAY_MTU=1420']);
  expect(
    env({ mtu: 1400, dns: ['10.0.0.1', '10.0.0.2'], registryMirrors: ['https://m'], storageDriver: 'fuse-overlayfs' }),
  ).toEqual([
    'JENKINS_TRAY_MTU=1400',
    'JENKINS_TRAY_DNS=10.0.0.1 10.0.0.2',
    'JENKINS_TRAY_REGISTRY_MIRRORS=https://m',
    'JENKINS_TRAY_STORAGE_DRIVER=fuse-overlayfs',
  ]);
  expect(nested({ publishPort: 2376 }).HostConfig?.PortBindings).toEqual({
    '2376/tcp': [{ HostIp: '127.0.0.1', HostPort: '2376' }],
  });
  expect(nested({ registryCertificates: '/srv/certs' }).HostConfig?.Mounts[3]).toEqual({
    Type: 'bind',
    Source: '/srv/certs',
    Target: '/etc/docker/certs.d',
    ReadOnly: true,
    BindOptions: { Propagation: 'rprivate' },
  });
});

test('the nested engine keeps its data apart from a home below its folder', () => {
  const home = '/var/lib/docker/volumes/ci/_data';
  const engine = body('dind', 'dind', { home, homeVolume: 'ci' });
  expect(engine.Env).toContain('JENKINS_TRAY_DATA_ROOT=/var/lib/jenkins-tray/docker');
  expect(engine.HostConfig?.Mounts[0]).toMatchObject({
    Source: 'jenkins-dind-data',
    Target: '/var/lib/jenkins-tray/docker',
  });
  const ofHome = { Type: 'volume', Source: 'ci', ReadOnly: false };
  expect(engine.HostConfig?.Mounts.slice(3)).toEqual([
    { ...ofHome, Target: home },
    { ...ofHome, Target: '/var/jenkins_home' },
  ]);
});

test('a home at the path of the image is mounted once; a folder propagates mounts where the host allows it', () => {
  const mounts = (home: string, propagation: StackInputs['propagation'] = {}) =>
    body('dood', 'jenkins', { home, propagation }).HostConfig?.Mounts.map((it) => [
      it.Target,
      it.Type === 'bind' && it.BindOptions.Propagation,
    ]);
  const SOCKET = ['/run/docker.sock', 'rprivate'];
  expect(mounts('/var/jenkins_home')).toEqual([['/var/jenkins_home', 'rprivate'], SOCKET]);
  expect(mounts('/h', { '/h': 'rslave' })).toEqual([['/h', 'rslave'], ['/var/jenkins_home', 'rslave'], SOCKET]);
});

test('without a socket of its own, the engine’s is at its usual place; no file, no mount', () => {
  const [, , socket, ...more] = body('dood', 'jenkins', { socket: null }).HostConfig?.Mounts ?? [];
  expect([socket?.Type === 'bind' && socket.Source, more]).toEqual(['/run/docker.sock', []]);
});

test('each object says whose, which and of which mode it is', () => {
  const labelled = (mode: JenkinsMode) => {
    const { networks, volumes, images, furtherImages, containers } = stack(mode);
    const all = [
      ...networks,
      ...volumes,
      ...images.map((it) => ({ name: it.reference, labels: it.labels })),
      ...furtherImages.map((it) => ({ name: it.reference, labels: it.labels })),
      ...containers.map(({ name, body: { Labels } }) => ({ name, labels: Labels })),
    ];
    return all.map(({ name, labels }) => {
      const of = (key: string) => labels[`io.jenkins-tray.${key}`] ?? labels[`io.jenkins-tray.image.${key}`];
      return [name, ...['role', 'mode', 'owner', 'instance', 'version'].map(of), labels['io.jenkins-tray.page']]
        .join(' ')
        .trim();
    });
  };
  const FOLDER = 'this-folder default 1.0.0';
  expect(labelled('dind')).toEqual([
    `jenkins network both ${FOLDER}`,
    ...['data', 'ca', 'client'].map((name) => `jenkins-dind-${name} volume dind ${FOLDER}`),
    `nvidia-dind-image dind dind ${FOLDER}`,
    `jenkins-image jenkins dind ${FOLDER}`,
    `nvidia-dind-container dind dind ${FOLDER}`,
    `jenkins-container jenkins dind ${FOLDER} http://127.0.0.1:8081`,
  ]);
  expect(labelled('dood')).toEqual([
    `jenkins network both ${FOLDER}`,
    `jenkins-dood-image jenkins dood ${FOLDER}`,
    `nvidia-dind-image dind dind ${FOLDER}`,
    `jenkins-dood-container jenkins dood ${FOLDER} http://127.0.0.1:8080`,
  ]);
});

test('another MTU, proxy or repository that was found changes no configuration of the engine; a chosen one does', () => {
  const config = (change: Partial<StackInputs>) => {
    const { images, containers } = stack('dind', change);
    return [images[0]?.labels['io.jenkins-tray.image.config'], containers[0]?.body.Labels['io.jenkins-tray.config']];
  };
  const nvidia = { repository: 'https://a.example', tools: [] };
  const named = { images: { ...settings().images, nvidiaRepository: 'https://b.example' } };
  expect(config({ mtu: 1400 })).toEqual(config({}));
  expect(config({ nvidia })).toEqual(config({ nvidia: { ...nvidia, repository: 'https://c.example' } }));
  expect(config({ nvidia })[0]).not.toEqual(config({ nvidia: null })[0]);
  expect(config({ nvidia: null, settings: settings(named) })[0]).not.toEqual(config({ nvidia: null })[0]);
  expect(config({ nvidia: null, settings: settings(named) })[0]).not.toEqual(config({ nvidia })[0]);
  const mirrors = { images: { ...settings().images, aptMirror: 'https://mirror.example' } };
  expect(config({ settings: settings(mirrors) })[0]).not.toEqual(config({})[0]);
});
