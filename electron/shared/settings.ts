import * as z from 'zod/mini';
import { CHOSEN_UUID } from './gpu-uuid.ts';

/** The file format this version writes; a higher one is refused, never rewritten. */
export const SETTINGS_VERSION = 1;

const absolutePath = z.string().check(
  z.refine((path) => path.startsWith('/'), 'must be an absolute path, such as /srv/jenkins'),
  z.refine((path) => !/[\n\r\0:]/.test(path), 'must not contain a colon or a line break (Docker cannot mount it)'),
  z.refine((path) => !path.split('/').includes('..'), 'must not contain ".."'),
  // In the form in which the engine reports mounts, with which homes and data mounts are compared.
  z.overwrite(
    (path) =>
      `/${path
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/')}`,
  ),
);
const port = z
  .int('must be a whole number')
  .check(z.minimum(1, 'must be 1 to 65535'), z.maximum(65535, 'must be 1 to 65535'));
/** A day: longer is a mistake, and timers of more than 24 days run at once. */
const MAX_SECONDS = 86_400;
const seconds = (min: number) =>
  z
    .int('must be whole seconds')
    .check(z.minimum(min, `must be at least ${min} s`), z.maximum(MAX_SECONDS, `must be at most ${MAX_SECONDS} s`));
const optional = <T extends z.core.$ZodType>(schema: T) => z.nullable(schema);
const text = z.string();
/** The start script splits them with xargs, which ends at an unmatched quote (xargs(1)). */
const javaOptions = z
  .string()
  .check(
    z.refine(
      (options) => /^(?:[^\\'"\n]|\\[^\n]|'[^'\n]*'|"[^"\n]*")*$/.test(options),
      'must be on one line, with each quote closed and no backslash at the end',
    ),
  );
const image = z
  .string()
  .check(z.regex(/^[a-z0-9][\w./:@-]*$/i, 'must be an image reference, such as jenkins/jenkins:lts-jdk21'));

/** `10.200.0.0/16`. */
const CIDR4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}`;
const registry = z
  .string()
  .check(
    z.regex(
      /^[\w.-]+(:\d{1,5}|\/\d{1,2})?$/,
      'must be a host, such as registry.example:5000, or a range, such as 10.0.0.0/8',
    ),
  );
/** In dockerd's own form; a range alone is cut into networks of 256 addresses. */
const addressPool = z.string().check(
  z.regex(
    new RegExp(`^(${CIDR4}|base=${CIDR4},size=\\d{1,2})$`),
    'must be a range, such as 10.200.0.0/16 or base=10.200.0.0/16,size=24',
  ),
  z.overwrite((pool) => (pool.startsWith('base=') ? pool : `base=${pool},size=24`)),
);
const bip = z
  .string()
  .check(z.regex(new RegExp(`^(${CIDR4})?$`), 'must be an address and its range, such as 10.199.0.1/24'));

const dataMount = z.strictObject({
  /** Folder on the host. */
  source: absolutePath,
  /** Path inside the containers; null: the same as on the host. */
  target: z._default(optional(absolutePath), null),
  readOnly: z._default(z.boolean(), false),
});

/** All settings. One document, used by the app and the command line. */
export const settingsSchema = z.strictObject({
  version: z._default(z.literal(SETTINGS_VERSION), SETTINGS_VERSION),
  /** Suffix of all object names, so that several set-ups can coexist. */
  instance: z._default(
    z
      .string()
      .check(z.regex(/^([a-z0-9][a-z0-9-]{0,30})?$/, 'must be lower-case letters, digits and hyphens, at most 31')),
    '',
  ),
  /** Host folder that is JENKINS_HOME; empty: `~/jenkins_home`. */
  home: z._default(z.union([z.literal(''), absolutePath]), ''),
  dataMounts: z._default(z.array(dataMount), []),
  /** The address that pages and agents are published on. */
  address: z._default(
    z.string().check(z.regex(/^(\d{1,3}(\.\d{1,3}){3}|\[?[0-9a-f:]+\]?)$/i, 'must be an IP address')),
    '127.0.0.1',
  ),
  /** Host ports; with the same port for `dind` and `dood`, both modes have one address (for webhooks). */
  ports: z.prefault(
    z.strictObject({ dind: z._default(port, 8081), dood: z._default(port, 8080), agents: z._default(port, 50000) }),
    {},
  ),
  images: z.prefault(
    z.strictObject({
      jenkinsBase: z._default(image, 'jenkins/jenkins:lts-jdk21'),
      engineBase: z._default(image, 'ubuntu:24.04'),
      /**
       * Address of the apt repository with the NVIDIA Container Toolkit, which distributions do not include; empty: with
       * GPUs, this computer's own or NVIDIA's is tried.
       */
      nvidiaRepository: z._default(
        z.string().check(
          z.regex(/^(https?:\/\/[\w.:/-]+)?$/, 'must be an address, such as https://…/libnvidia-container'),
          z.overwrite((address) => address.replace(/(\/stable\/deb)?\/*$/, '')),
        ),
        '',
      ),
      /** A file with Debian packages to add to the Jenkins image; empty: none. */
      packagesFile: z._default(z.union([z.literal(''), absolutePath]), ''),
      /** A `plugins.txt` or, by its name, `plugins.yaml` that replaces the app's; empty: the app's. */
      pluginsFile: z._default(z.union([z.literal(''), absolutePath]), ''),
    }),
    {},
  ),
  jenkins: z.prefault(
    z.strictObject({
      executors: z._default(z.int().check(z.minimum(0), z.maximum(1000)), 2),
      javaOpts: z._default(javaOptions, ''),
      /** The account that queries Jenkins, if the home has its own accounts. */
      user: z._default(text, ''),
      apiToken: z._default(text, ''),
    }),
    {},
  ),
  gpu: z.prefault(
    z.strictObject({
      /** Whether the DinD container requests the GPUs. */
      attach: z._default(z.boolean(), true),
      /** The GPUs that builds get by default: all, or these UUIDs; it does not isolate builds. */
      builds: z._default(
        z.union([z.literal('all'), z.array(z.string().check(z.regex(CHOSEN_UUID, 'must be a GPU UUID')))]),
        'all',
      ),
    }),
    {},
  ),
  nested: z.prefault(
    z.strictObject({
      /** Bytes; null: that of the host's default route. */
      mtu: z._default(optional(z.int().check(z.minimum(576), z.maximum(65535))), null),
      dns: z._default(z.array(text), []),
      registryMirrors: z._default(z.array(z.url()), []),
      /** Registries without TLS, or with certificates of their own: hosts or ranges. */
      insecureRegistries: z._default(z.array(registry), []),
      /** A folder as /etc/docker/certs.d, with a folder for each registry; empty: none. */
      registryCertificates: z._default(z.union([z.literal(''), absolutePath]), ''),
      /** Ranges for the nested engine's networks, where its own (172.17.0.0/16 and more) are used by the company. */
      addressPools: z._default(z.array(addressPool), []),
      /** Address and range of its default bridge; empty: dockerd's choice. */
      bip: z._default(bip, ''),
      /** A `daemon.json` with further settings of the nested engine; empty: none. */
      daemonFile: z._default(z.union([z.literal(''), absolutePath]), ''),
      httpProxy: z._default(text, ''),
      httpsProxy: z._default(text, ''),
      noProxy: z._default(text, ''),
      /** Host port on 127.0.0.1 for the nested engine, with a Docker context; null: not published. */
      publishPort: z._default(optional(port), null),
    }),
    {},
  ),
  /** A Docker context's name; empty: the one that the docker command uses. */
  engineContext: z._default(text, ''),
  timeouts: z.prefault(
    z.strictObject({
      /** Grace period before the engine kills a container; Jenkins saves its builds in that time. */
      stop: z._default(seconds(60), 60),
      healthy: z._default(seconds(5), 60),
      ready: z._default(seconds(10), 180),
    }),
    {},
  ),
  desktop: z.prefault(
    z.strictObject({
      startAtLogin: z._default(z.boolean(), false),
      startHidden: z._default(z.boolean(), true),
      onQuit: z._default(z.enum(['leave', 'stop', 'ask']), 'leave'),
      notifications: z._default(z.boolean(), true),
      theme: z._default(z.enum(['system', 'light', 'dark']), 'system'),
    }),
    {},
  ),
});

export type Settings = z.infer<typeof settingsSchema>;
export type DataMount = Settings['dataMounts'][number];

export const defaultSettings: Settings = settingsSchema.parse({});
