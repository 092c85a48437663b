import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECIPES } from './paths.ts';
import { must, run } from './shell.ts';
import { until } from './until.ts';

const IMAGE = 'lab/registry';
/** The one login that a registry with a password accepts. */
export const LOGIN = { user: 'ann', password: 'geheim' } as const;
/** The password by bcrypt, which is the only hash that the registry takes. */
const HTPASSWD = 'ann:$2a$04$.P7Ng4W21Lihbuxu9ZChG.LSY0YnZP0T/q8DUaMNq9i81Fq7UwnZm';

/** The reference registry in a container of the lab's engine. */
export interface Registry {
  /** `127.0.0.1:PORT`, which every engine uses without TLS. */
  readonly host: string;
  /** Pushes an image of the lab under another name. */
  push(image: string, name: string): void;
  remove(): void;
}

/** Makes the registry's image on the lab's engine. */
export function makeRegistryImage(): string {
  const quick = { ...process.env, DOCKER_BUILDKIT: '0' };
  must('docker', ['build', '-q', '-t', IMAGE, join(RECIPES, 'images', 'registry')], { env: quick });
  return IMAGE;
}

/** The words of `docker run` with which a registry listens at port 5000 of its container. */
export function registryWords(withPassword: boolean): readonly string[] {
  const config = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: '/var/lib/registry' } },
    http: { addr: ':5000' },
    ...(withPassword ? { auth: { htpasswd: { realm: 'lab', path: '/htpasswd' } } } : {}),
  };
  // JSON is YAML as well.
  const script = `printf '%s' "$CONFIG" > /config.yml; printf '%s' "$HTPASSWD" > /htpasswd; exec docker-registry serve /config.yml`;
  const variables = [`CONFIG=${JSON.stringify(config)}`, `HTPASSWD=${HTPASSWD}`, 'OTEL_TRACES_EXPORTER=none'];
  return ['-v', '/var/lib/registry', ...variables.flatMap((it) => ['-e', it]), IMAGE, 'sh', '-c', script];
}

/** Starts a registry; one with a password wants it for everything. */
export async function startRegistry(name: string, withPassword: boolean): Promise<Registry> {
  makeRegistryImage();
  const container = `lab-registry-${name}`;
  run('docker', ['rm', '-f', '-v', container]);
  must('docker', ['run', '-d', '--name', container, '-p', '127.0.0.1::5000', ...registryWords(withPassword)]);
  const host = must('docker', ['port', container, '5000/tcp']);
  const answers = (): Promise<boolean> =>
    fetch(`http://${host}/v2/`).then(
      ({ status }) => status === (withPassword ? 401 : 200),
      () => false,
    );
  await until(`${container} answers`, answers, 30_000);
  const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-push-'));
  if (withPassword) writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: { auth: BASIC } } }));
  return {
    host,
    push(image, as) {
      must('docker', ['tag', image, `${host}/${as}`]);
      must('docker', ['push', '-q', `${host}/${as}`], { env: { ...process.env, DOCKER_CONFIG: folder } });
      must('docker', ['rmi', `${host}/${as}`]);
    },
    remove() {
      run('docker', ['rm', '-f', '-v', container]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The login as docker keeps and sends it. */
export const BASIC = Buffer.from(`${LOGIN.user}:${LOGIN.password}`).toString('base64');
