import { volumeOf } from '../../shared/home-volume.ts';
import type { Settings } from '../../shared/settings.ts';
import { HOME_IN_CONTAINER } from './mounts.ts';
import { namesOf } from './names.ts';

/** Settings that are valid one by one and not together. */
export interface SettingsConflict {
  /** The dotted keys that it is about. */
  readonly keys: readonly string[];
  readonly why: string;
}

/** The conflicts within settings, the most important first. `home`: the home's path on the host. */
export const conflictsIn = (settings: Settings, home: string): readonly SettingsConflict[] => [
  ...portConflicts(settings),
  ...mountConflicts(settings, home),
  ...volumeConflicts(settings, home),
  ...snapshotConflicts(settings, home),
];

/** A snapshot would be part of the next one. */
function snapshotConflicts({ snapshots: { folder } }: Settings, home: string): readonly SettingsConflict[] {
  if (folder === '' || !home.startsWith('/') || !`${folder}/`.startsWith(`${home}/`)) return [];
  return [{ keys: ['snapshots.folder', 'home'], why: `${folder} is in the home.` }];
}

/** Addresses on which a port is also taken on 127.0.0.1, where the nested engine is published. */
const WITH_LOOPBACK = ['127.0.0.1', '0.0.0.0', '::', '[::]', 'localhost', ''];

/** Ports that one mode needs at once. The two modes may share a page's port, since they never run at once. */
function portConflicts({ address, nested, ports }: Settings): readonly SettingsConflict[] {
  const page = (['dind', 'dood'] as const).map((mode) => ({ key: `ports.${mode}`, port: ports[mode] }));
  const agents = { key: 'ports.agents', port: ports.agents };
  const engine = { key: 'nested.publishPort', port: nested.publishPort };
  const onLoopback = WITH_LOOPBACK.includes(address);
  const together = [
    ...page.map((it) => [it, agents] as const),
    ...(onLoopback ? [[agents, engine] as const, ...page.slice(0, 1).map((it) => [it, engine] as const)] : []),
  ];
  return together
    .filter(([a, b]) => a.port === b.port)
    .map(([a, b]) => ({
      keys: [a.key, b.key],
      why: `${a.key} and ${b.key} are both ${a.port}, and one mode needs both.`,
    }));
}

/** The volumes of the nested engine are removed by `down --volumes`, with whatever lies in their folders. */
function volumeConflicts({ home, instance, dataMounts }: Settings, path: string): readonly SettingsConflict[] {
  const volume = volumeOf(home);
  const liesIn = (folder: string, name: string): boolean => `${folder}/`.includes(`/volumes/${name}/_data/`);
  return Object.values(namesOf(instance).volumes).flatMap((name) => {
    const why = `${name} is a volume of the nested engine.`;
    return [
      ...(name === volume || liesIn(path, name) ? [{ keys: ['home', 'instance'], why }] : []),
      ...(dataMounts.some(({ source }) => liesIn(source, name)) ? [{ keys: ['dataMounts', 'instance'], why }] : []),
    ];
  });
}

/** Docker refuses two mounts at one path. */
function mountConflicts({ dataMounts }: Settings, home: string): readonly SettingsConflict[] {
  const targets = dataMounts.map(({ source, target }) => target ?? source);
  const ofHome = [home, HOME_IN_CONTAINER];
  const twice = targets.filter((target, at) => targets.indexOf(target) !== at);
  return [
    ...targets
      .filter((target) => ofHome.includes(target))
      .map((target) => ({ keys: ['dataMounts', 'home'], why: `${target} is where the home is mounted.` })),
    ...twice.map((target) => ({ keys: ['dataMounts'], why: `Two data mounts have the target ${target}.` })),
  ];
}
