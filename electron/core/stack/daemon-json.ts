import { FailureError } from '../../shared/failure.ts';
import { daemonFileRefused } from '../../shared/failures/settings.ts';
import { jsonReason } from '../../shared/json-reason.ts';

/** Settings of dockerd in a file (daemon.json), any that it knows except those below. */
export type DaemonJson = Readonly<Record<string, unknown>>;

const TLS = 'Jenkins reaches the nested engine only over TLS with the app’s own certificates';
const SOCKET = 'the nested engine’s own tools and health check use its socket and addresses';
const DATA = 'the nested engine’s data lies in a volume at this place';
/** A feature that chooses another store for images, with which the engine does not start on that data. */
const OTHER_STORE = 'containerd-snapshotter';

/** Settings that a file must not have, and why: dockerd does not start if they are options too. */
const REFUSED: Readonly<Record<string, string>> = {
  hosts: SOCKET,
  group: SOCKET,
  pidfile: SOCKET,
  'exec-root': SOCKET,
  containerd: SOCKET,
  'containerd-namespace': SOCKET,
  tls: TLS,
  tlsverify: TLS,
  tlscacert: TLS,
  tlscert: TLS,
  tlskey: TLS,
  'authorization-plugins': TLS,
  'data-root': DATA,
  'storage-driver': 'use the setting nested.storageDriver',
  'default-ulimits': 'the start script sets the limit of open files',
  mtu: 'use the setting nested.mtu',
  'default-network-opts': 'use the setting nested.mtu',
  dns: 'use the setting nested.dns',
  'registry-mirrors': 'use the setting nested.registryMirrors',
  'insecure-registries': 'use the setting nested.insecureRegistries',
  'default-address-pools': 'use the setting nested.addressPools',
  bip: 'use the setting nested.bip',
};

/** Reads a `daemon.json` of the user. Throws `settings/invalid` with what is wrong with it. */
export function parseDaemonJson(path: string, text: string): DaemonJson {
  const refuse = (why: string): never => {
    throw new FailureError(daemonFileRefused(path, why));
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (thrown) {
    return refuse(`It is not JSON: ${jsonReason(thrown, text)}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return refuse('It is not a JSON object.');
  const json: DaemonJson = { ...parsed };
  const problems = Object.keys(json).flatMap((key) => {
    const why = REFUSED[key];
    return why === undefined ? [] : [`"${key}": ${why}.`];
  });
  if (featuresOf(json)[OTHER_STORE] === true) problems.push(`"features.${OTHER_STORE}": ${DATA}.`);
  return problems.length === 0 ? json : refuse(problems.join('\n'));
}

/**
 * The nested engine's `daemon.json` as text; empty if it needs none. With GPUs, CDI is on: engines before 28.2 have it
 * off, and those since 29.2 turn `--gpus` into it.
 */
export function daemonText(json: DaemonJson | null, gpus: boolean): string {
  if (json === null && !gpus) return '';
  return JSON.stringify({ ...json, ...(gpus ? { features: { cdi: true, ...featuresOf(json) } } : {}) });
}

const featuresOf = (json: DaemonJson | null): DaemonJson =>
  typeof json?.features === 'object' && json.features !== null ? { ...json.features } : {};
