import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { containerNames, namesOf } from '../core/names.ts';
import type { Ports } from '../core/ports.ts';
import { FailureError } from '../shared/failure.ts';
import { systemClock } from './clock.ts';
import { resolveConnection } from './engine/endpoint.ts';
import { type CountingEngine, createEngine } from './engine/engine.ts';
import { createHost } from './host.ts';
import { createIntent } from './intent.ts';
import { jenkins } from './jenkins.ts';
import { createLock } from './lock.ts';
import { createSecrets } from './secrets.ts';
import { createSettings } from './settings.ts';

export interface PortOptions {
  readonly configDir: string;
  /** Folder with the `jenkins` and `dind` build contexts; looked for beside the bundle where not given. */
  readonly assets?: string;
}

/** The real world for the core. Throws `engine/context-unknown` where the settings name a Docker context that is not there. */
export function createPorts({ configDir, assets }: PortOptions): Ports & { readonly engine: CountingEngine } {
  const settings = createSettings(configDir);
  const { settings: now } = settings.load();
  const connection = resolveConnection(now.engineContext, process.env);
  const names = namesOf(now.instance);
  const ours = new Set([...containerNames(names), names.network, ...Object.values(names.volumes)]);
  return {
    clock: systemClock,
    engine: createEngine(connection, (name) => ours.has(name)),
    jenkins,
    host: createHost(process.env),
    settings,
    intent: createIntent(configDir),
    lock: createLock(configDir),
    secrets: createSecrets(configDir),
    endpoint: connection.endpoint,
    assets: assets ?? findAssets(),
    home: now.home === '' ? join(homedir(), 'jenkins_home') : now.home,
  };
}

/** In a checkout `out/` lies beside `assets/`; in a package the resources folder holds it, outside the archive. */
function findAssets(): string {
  const resources: unknown = Reflect.get(process, 'resourcesPath');
  const places = [
    join(__dirname, '..', 'assets', 'docker'),
    ...(typeof resources === 'string' ? [join(resources, 'assets', 'docker')] : []),
  ];
  const found = places.find((place) => existsSync(join(place, 'jenkins', 'Dockerfile')));
  if (found !== undefined) return found;
  throw new FailureError({
    code: 'internal/error',
    title: 'Jenkins Tray is not complete',
    detail: `No image recipes in ${places.join(' or ')}.`,
    fix: 'Install it again.',
  });
}
