import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { containerNames, namesOf } from '../core/stack/names.ts';
import type { World } from '../core/world/world.ts';
import { FailureError } from '../shared/failure.ts';
import { installationIncomplete } from '../shared/failures/run.ts';
import type { Settings } from '../shared/settings.ts';
import { createBases } from './base-look.ts';
import { systemClock } from './clock.ts';
import { createContexts } from './docker-context.ts';
import { dockerFolder, resolveConnection } from './engine/endpoint.ts';
import { type CountingEngine, createEngine } from './engine/engine.ts';
import { createHomes } from './homes.ts';
import { createHost } from './host.ts';
import type { HttpGet } from './http/http-get.ts';
import { createIntent } from './intent.ts';
import { createJenkins } from './jenkins.ts';
import { createLock } from './lock.ts';
import { createOwner } from './owner.ts';
import { createPathLook } from './path-look.ts';
import { createPluginLists } from './plugin-lists.ts';
import { createRefusedLogins } from './refused-logins.ts';
import { createSecrets } from './secrets.ts';
import { createSettings, type WriteSettings } from './settings.ts';
import { createSignpostFiles } from './signpost/claims.ts';
import { createSocketGroup } from './socket-group.ts';
import { createUpgrades } from './upgrades.ts';

export interface WorldOptions {
  readonly configDir: string;
  /** Folder with the `jenkins` and `dind` build contexts; by default searched beside the bundle. */
  readonly assets?: string;
  /** The app's function to write settings; by default writes plain JSON. */
  readonly writeSettings?: WriteSettings;
  /** Sends requests to engine and Jenkins; by default Node's own HTTP client. */
  readonly get?: HttpGet;
}

/** Creates the real world for the core. Throws `engine/context-unknown` if the settings' Docker context does not exist. */
export function createWorld({
  configDir,
  assets,
  writeSettings,
  get,
}: WorldOptions): World & { readonly engine: CountingEngine } {
  const settings = createSettings(configDir, writeSettings);
  const { settings: now } = settings.load();
  const connection = resolveConnection(now.engineContext, process.env);
  const names = namesOf(now.instance);
  const signpost = createSignpostFiles(configDir);
  return {
    clock: systemClock,
    engine: createEngine(
      connection,
      { container: containerNames(names), network: [names.network], volume: Object.values(names.volumes) },
      get,
    ),
    jenkins: createJenkins(get),
    host: createHost(process.env, createPathLook(), signpost),
    signpost,
    settings,
    intent: createIntent(configDir),
    lock: createLock(configDir),
    secrets: createSecrets(configDir),
    refusedLogins: createRefusedLogins(configDir),
    owner: createOwner(configDir),
    homes: createHomes(configDir),
    upgrades: createUpgrades(configDir),
    bases: createBases(configDir),
    pluginLists: createPluginLists(configDir),
    socketGroup: createSocketGroup(configDir),
    contexts: createContexts(dockerFolder(process.env)),
    endpoint: connection.endpoint,
    assets: assets ?? findAssets(),
    home: homeOf(now),
  };
}

/** The effective home: the setting, or its default. */
export const homeOf = ({ home }: Settings): string => (home === '' ? join(homedir(), 'jenkins_home') : home);

/** In a checkout `assets/` is beside `out/`; in a package it is in the resources folder, outside the archive. */
function findAssets(): string {
  const resources: unknown = Reflect.get(process, 'resourcesPath');
  const places = [
    join(__dirname, '..', 'assets', 'docker'),
    ...(typeof resources === 'string' ? [join(resources, 'assets', 'docker')] : []),
  ];
  const found = places.find((place) => existsSync(join(place, 'jenkins', 'Dockerfile')));
  if (found !== undefined) return found;
  throw new FailureError(installationIncomplete(places));
}
