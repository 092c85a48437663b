import { expect, test } from 'vitest';
import { settings, stack } from '../../../doubles/situation.ts';

const HOUSE = { http: 'http://ann:geheim@proxy.house:3128', https: 'http://proxy.house:3129', noProxy: '.house' };
const FOUND = { http: '', https: 'http://found.example:8080', noProxy: 'registry' };
const PROXY = /proxy/i;

/** The variables of a proxy in each image's build and container of DinD. */
function proxies(change: Parameters<typeof stack>[1]) {
  const { images, containers } = stack('dind', change);
  const env = (role: string) => containers.find((it) => it.role === role)?.body.Env.filter((it) => PROXY.test(it));
  const args = images.map(({ buildArgs }) => Object.keys(buildArgs).filter((name) => PROXY.test(name)));
  return { args, dind: env('dind'), jenkins: env('jenkins') };
}
const BOTH_CASES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

test('the settings’ proxies are for both builds, Jenkins and the nested engine', () => {
  const { args, dind, jenkins } = proxies({ settings: settings({ proxy: HOUSE }), foundProxy: FOUND });
  expect(args).toEqual([BOTH_CASES, BOTH_CASES]);
  expect(dind).toEqual([`HTTP_PROXY=${HOUSE.http}`, `HTTPS_PROXY=${HOUSE.https}`, 'NO_PROXY=.house']);
  // Jenkins' docker would otherwise look for its engine behind the proxy.
  expect(jenkins).toContain('NO_PROXY=.house,localhost,127.0.0.1,docker,nvidia-dind-container');
  expect(jenkins).toContain(`http_proxy=${HOUSE.http}`);
});

test('without such settings those count that were found, and the nested engine may have its own', () => {
  const nested = { ...settings().nested, httpProxy: 'http://nested.example:1' };
  expect(proxies({ foundProxy: FOUND }).dind).toEqual([`HTTPS_PROXY=${FOUND.https}`, 'NO_PROXY=registry']);
  expect(proxies({ settings: settings({ nested }), foundProxy: FOUND }).dind).toEqual([
    'HTTP_PROXY=http://nested.example:1',
  ]);
  expect(proxies({})).toEqual({ args: [[], []], dind: [], jenkins: [] });
});

test('proxies that were found are no reason to build or create anything again, and no label has a password', () => {
  const labels = (change: Parameters<typeof stack>[1]) => {
    const { images, containers } = stack('dind', change);
    return [...images.map((it) => it.labels), ...containers.map(({ body }) => body.Labels)];
  };
  expect(labels({ foundProxy: FOUND })).toEqual(labels({}));
  const set = labels({ settings: settings({ proxy: HOUSE }) });
  expect(set).not.toEqual(labels({}));
  expect(set.slice(0, 2)).toEqual(labels({}).slice(0, 2));
  expect(JSON.stringify(set)).not.toContain('geheim');
});

test('mirrors and a company’s certificates are for both images, the update centre’s for Jenkins’ alone', () => {
  const images = {
    ...settings().images,
    dockerRepository: 'https://mirror.house/docker',
    aptMirror: 'https://mirror.house',
    updateCentre: 'https://mirror.house/jenkins',
  };
  const ca = { 'company-ca.crt': 'PEM' };
  const built = stack('dind', { settings: settings({ images }), nvidia: null, overlay: ca, engineOverlay: ca }).images;
  const common = { DOCKER_APT: 'https://mirror.house/docker', APT_MIRROR: 'https://mirror.house' };
  const args = Object.fromEntries(built.map(({ role, buildArgs: { BASE, ...rest } }) => [role, rest]));
  expect(args).toEqual({ dind: common, jenkins: { ...common, UPDATE_CENTRE: 'https://mirror.house/jenkins' } });
  expect(built.map(({ overlay }) => overlay)).toEqual([ca, ca]);
});

const given = (change: Partial<typeof HOUSE>) =>
  proxies({ settings: settings({ proxy: { http: '', https: '', noProxy: '', ...change } }), foundProxy: FOUND });

test('one proxy in the settings is enough for those that were found not to count', () => {
  expect(given({ http: HOUSE.http }).dind).toEqual([`HTTP_PROXY=${HOUSE.http}`]);
  expect(given({ https: HOUSE.https }).dind).toEqual([`HTTPS_PROXY=${HOUSE.https}`]);
  expect(given({ noProxy: 'a' }).dind).toEqual([`HTTPS_PROXY=${FOUND.https}`, 'NO_PROXY=registry']);
  expect(given({ http: HOUSE.http, noProxy: 'a' }).args[0]).toEqual([
    'HTTP_PROXY',
    'NO_PROXY',
    'http_proxy',
    'no_proxy',
  ]);
  expect(given({ https: HOUSE.https, noProxy: 'a' }).args[0]).toEqual([
    'HTTPS_PROXY',
    'NO_PROXY',
    'https_proxy',
    'no_proxy',
  ]);
  expect(given({ http: HOUSE.http, noProxy: 'a' }).dind).toEqual([`HTTP_PROXY=${HOUSE.http}`, 'NO_PROXY=a']);
});

test('the hosts without a proxy are written without spaces or empty ones', () => {
  expect(given({ http: HOUSE.http, noProxy: ' .house, ,registry ' }).jenkins).toContain(
    'NO_PROXY=.house,registry,localhost,127.0.0.1,docker,nvidia-dind-container',
  );
});

test('without a proxy, hosts without one are of no use', () => {
  const found = { http: '', https: '', noProxy: 'a' };
  expect(proxies({ foundProxy: found })).toEqual({ args: [[], []], dind: [], jenkins: [] });
});

test('each of the nested engine’s own settings replaces all of the others', () => {
  const dind = (change: { httpsProxy?: string; noProxy?: string }) =>
    proxies({ settings: settings({ nested: { ...settings().nested, ...change } }), foundProxy: FOUND }).dind;
  expect(dind({ httpsProxy: 'http://n:1' })).toEqual(['HTTPS_PROXY=http://n:1']);
  expect(dind({ noProxy: 'a' })).toEqual(['NO_PROXY=a']);
});
