import * as z from 'zod/mini';

/** The file format this version writes; a higher one is refused, never rewritten. */
export const SETTINGS_VERSION = 1;

const absolutePath = z.string().check(
  z.refine((path) => path.startsWith('/'), 'must be an absolute path, such as /srv/jenkins'),
  z.refine((path) => !/[\n\r\0:]/.test(path), 'must not contain a colon or a line break (Docker cannot mount it)'),
  z.refine((path) => !path.split('/').includes('..'), 'must not contain ".."'),
  // As the engine tells of its mounts, since homes and mounts are compared with those.
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
const seconds = (least: number) =>
  z.int('must be whole seconds').check(z.minimum(least, `must be at least ${least} s`));
const optional = <T extends z.core.$ZodType>(schema: T) => z.nullable(schema);
const text = z.string();
const image = z
  .string()
  .check(z.regex(/^[a-z0-9][\w./:@-]*$/i, 'must be an image reference, such as jenkins/jenkins:lts-jdk21'));

const dataMount = z.strictObject({
  /** Folder on the host. */
  source: absolutePath,
  /** Where Jenkins and its builds see it; the same path unless named. */
  target: z._default(optional(absolutePath), null),
  readOnly: z._default(z.boolean(), false),
});

/** Everything the user can set. One flat document, read by app and command line alike. */
export const settingsSchema = z.strictObject({
  version: z._default(z.literal(SETTINGS_VERSION), SETTINGS_VERSION),
  /** Suffix of every name, so that two set-ups live side by side. */
  instance: z._default(
    z.string().check(z.regex(/^([a-z0-9][a-z0-9-]{0,30})?$/, 'must be small letters, digits and hyphens, at most 31')),
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
  /** Host ports; the same number for `dind` and `dood` gives both modes one address (webhooks). */
  ports: z.prefault(
    z.strictObject({ dind: z._default(port, 8081), dood: z._default(port, 8080), agents: z._default(port, 50000) }),
    {},
  ),
  images: z.prefault(
    z.strictObject({
      jenkinsBase: z._default(image, 'jenkins/jenkins:lts-jdk21'),
      engineBase: z._default(image, 'ubuntu:24.04'),
      /** Address of the apt repository that has NVIDIA's Container Toolkit, which no distribution has; empty: none. */
      nvidiaRepository: z._default(
        z
          .string()
          .check(z.regex(/^(https?:\/\/[\w.:/-]+)?$/, 'must be an address, such as https://…/libnvidia-container')),
        '',
      ),
      /** A file of Debian package names that the Jenkins image gets besides its own; empty: none. */
      packagesFile: z._default(z.union([z.literal(''), absolutePath]), ''),
      /** A `plugins.txt` instead of the one that comes with the app; empty: that one. */
      pluginsFile: z._default(z.union([z.literal(''), absolutePath]), ''),
    }),
    {},
  ),
  jenkins: z.prefault(
    z.strictObject({
      executors: z._default(z.int().check(z.minimum(0), z.maximum(1000)), 2),
      javaOpts: z._default(text, ''),
      /** Who asks Jenkins for its builds, where the home has accounts of its own. */
      user: z._default(text, ''),
      apiToken: z._default(text, ''),
    }),
    {},
  ),
  gpu: z.prefault(
    z.strictObject({
      /** Whether the DinD container asks for the GPUs at all. */
      attach: z._default(z.boolean(), true),
      /** What builds get by default: all, or these UUIDs. No isolation. */
      builds: z._default(
        z.union([z.literal('all'), z.array(z.string().check(z.regex(/^(GPU|MIG)-[\w-]+$/, 'must be a GPU UUID')))]),
        'all',
      ),
    }),
    {},
  ),
  nested: z.prefault(
    z.strictObject({
      /** Bytes; null: as the host's default route. */
      mtu: z._default(optional(z.int().check(z.minimum(576), z.maximum(65535))), null),
      dns: z._default(z.array(text), []),
      registryMirrors: z._default(z.array(z.url()), []),
      httpProxy: z._default(text, ''),
      httpsProxy: z._default(text, ''),
      noProxy: z._default(text, ''),
      /** Host port on 127.0.0.1 for the nested engine, with a Docker context; null: not published. */
      publishPort: z._default(optional(port), null),
    }),
    {},
  ),
  /** A Docker context's name; empty: as the docker command would choose. */
  engineContext: z._default(text, ''),
  timeouts: z.prefault(
    z.strictObject({
      /** Grace of a stop before the engine kills. Jenkins saves its builds in it. */
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

/** The settings where nothing was set. */
export const defaultSettings: Settings = settingsSchema.parse({});
