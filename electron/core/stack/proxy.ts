import type { Settings } from '../../shared/settings.ts';
import type { FoundProxy } from '../world/host.ts';
import type { StackInputs } from './inputs.ts';
import type { Names } from './names.ts';

const NONE: FoundProxy = { http: '', https: '', noProxy: '' };

/** The proxies of the settings; null if they have none, so that those found elsewhere count. */
export const proxyOf = ({ proxy }: Settings): FoundProxy | null =>
  proxy.http === '' && proxy.https === '' ? null : proxy;

const proxyNow = ({ settings, foundProxy }: StackInputs): FoundProxy => proxyOf(settings) ?? foundProxy ?? NONE;

/**
 * The variables of a proxy, in both cases: programs differ in which one they read. Those that are empty are left out.
 * In a build they are predefined arguments, which the engine keeps out of the image.
 */
function variables({ http, https, noProxy }: FoundProxy): Readonly<Record<string, string>> {
  const all = { HTTP_PROXY: http, HTTPS_PROXY: https, NO_PROXY: http === '' && https === '' ? '' : noProxy };
  const set = Object.entries(all).filter(([, value]) => value !== '');
  return Object.fromEntries([...set, ...set.map(([name, value]) => [name.toLowerCase(), value] as const)]);
}

/** Build arguments for the proxies. They decide nothing about the image, so they are never part of its hash. */
export const proxyArgs = (inputs: StackInputs): Readonly<Record<string, string>> => variables(proxyNow(inputs));

/** Jenkins' environment; its own nested engine is never reached through a proxy, though docker would try. */
export function jenkinsProxy(inputs: StackInputs, names: Names): readonly string[] {
  const proxy = proxyNow(inputs);
  const own = ['localhost', '127.0.0.1', 'docker', names.nestedEngine];
  const noProxy = [...proxy.noProxy.split(',').map((host) => host.trim()), ...own].filter((host) => host !== '');
  return Object.entries(variables({ ...proxy, noProxy: noProxy.join() })).map((entry) => entry.join('='));
}

/** The nested engine's environment; its own settings come first. */
export function nestedProxy(inputs: StackInputs): readonly string[] {
  const { httpProxy, httpsProxy, noProxy } = inputs.settings.nested;
  const isOwn = httpProxy !== '' || httpsProxy !== '' || noProxy !== '';
  const { http, https, noProxy: hosts } = isOwn ? { http: httpProxy, https: httpsProxy, noProxy } : proxyNow(inputs);
  const all = { HTTP_PROXY: http, HTTPS_PROXY: https, NO_PROXY: isOwn || http !== '' || https !== '' ? hosts : '' };
  return Object.entries(all).flatMap(([name, value]) => (value === '' ? [] : [`${name}=${value}`]));
}
