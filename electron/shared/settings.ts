import * as z from 'zod/mini';
import { CHOSEN_UUID } from './gpu-uuid.ts';
import {
  absolutePath,
  address,
  addressPool,
  bip,
  homePlace,
  image,
  javaOptions,
  metricsPlace,
  mirror,
  nameServer,
  port,
  proxyAddress,
  registry,
  text,
  userName,
  webAddress,
  word,
} from './setting-values.ts';

/** The file format this version writes. A higher one is refused, never rewritten; lower ones: settings-migrations.ts. */
export const SETTINGS_VERSION = 1;

/** Entries of a list. */
const MAX_LIST = 128;
/** A day: longer is a mistake, and timers of more than 24 days run at once. */
const MAX_SECONDS = 86_400;
const seconds = (min: number) =>
  z
    .int('must be whole seconds')
    .check(z.minimum(min, `must be at least ${min} s`), z.maximum(MAX_SECONDS, `must be at most ${MAX_SECONDS} s`));
const optional = <T extends z.core.$ZodType>(schema: T) => z.nullable(schema);
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
  /** Host folder, or `volume:NAME`, that is JENKINS_HOME; empty: `~/jenkins_home`. */
  home: z._default(homePlace, ''),
  dataMounts: z._default(z.array(dataMount).check(z.maxLength(MAX_LIST)), []),
  /** The address that pages and agents are published on. */
  address: z._default(address, '127.0.0.1'),
  /** Host ports; with the same port for `dind` and `dood`, both modes have one address (for webhooks). */
  ports: z.prefault(
    z.strictObject({ dind: z._default(port, 8081), dood: z._default(port, 8080), agents: z._default(port, 50000) }),
    {},
  ),
  /** Another Jenkins of this computer, which Jenkins Tray did not create. */
  others: z.prefault(
    z.strictObject({
      /** Whether a first start leaves them alone without asking. */
      leave: z._default(z.boolean(), false),
      /** The container, or unit, whose home is `home` and which the next start stops and replaces; empty: none. */
      takeOver: z._default(word, ''),
    }),
    {},
  ),
  images: z.prefault(
    z.strictObject({
      jenkinsBase: z._default(image, 'jenkins/jenkins:lts-jdk21'),
      engineBase: z._default(image, 'ubuntu:24.04'),
      /** Whether the registry of Jenkins' base is asked once a day for a newer one; it is never applied unasked. */
      checkForNewer: z._default(z.boolean(), true),
      /** Whether the images of the mode that does not run are built in the background; `ask`: the user is asked once. */
      prepareOther: z._default(z.enum(['ask', 'on', 'off']), 'ask'),
      /**
       * Address of the apt repository with the NVIDIA Container Toolkit, which distributions do not include; empty: with
       * GPUs, this computer's own or NVIDIA's is tried.
       */
      nvidiaRepository: z._default(
        z.string().check(
          z.maxLength(2048, { abort: true }),
          z.regex(/^(https?:\/\/[\w.:/-]+)?$/, 'must be an address, such as https://…/libnvidia-container'),
          z.overwrite((address) => address.replace(/(\/stable\/deb)?\/*$/, '')),
        ),
        '',
      ),
      /** Of Docker's own apt repository, without the distribution; empty: the distribution's packages. */
      dockerRepository: z._default(mirror, ''),
      /** In place of the distribution's servers; its paths such as /debian stay. Empty: these. */
      aptMirror: z._default(mirror, ''),
      /** In place of Jenkins' update centre; empty: the base image's. */
      updateCentre: z._default(mirror, ''),
      /** Certificates of a company's authority (PEM), for both images; empty: none. */
      caFile: z._default(z.union([z.literal(''), absolutePath]), ''),
      /** A file with Debian packages to add to the Jenkins image; empty: none. */
      packagesFile: z._default(z.union([z.literal(''), absolutePath]), ''),
      /** A `plugins.txt` or, by its name, `plugins.yaml` that replaces the app's; empty: the app's. */
      pluginsFile: z._default(z.union([z.literal(''), absolutePath]), ''),
    }),
    {},
  ),
  /**
   * Proxies for building images, for Jenkins, and for the nested engine unless `nested` has its own. All empty: those of
   * docker's own configuration, else of the environment.
   */
  proxy: z.prefault(
    z.strictObject({
      http: z._default(proxyAddress, ''),
      https: z._default(proxyAddress, ''),
      noProxy: z._default(text, ''),
    }),
    {},
  ),
  jenkins: z.prefault(
    z.strictObject({
      /** Null: as Jenkins has it. Applied once for each number, so that later changes in Jenkins stay. */
      executors: z._default(optional(z.int().check(z.minimum(0), z.maximum(1000))), null),
      /** Such as `Europe/Berlin`, for cron triggers and builds; empty: this computer's. */
      timeZone: z._default(
        z.string().check(z.regex(/^([A-Za-z][\w+-]*(\/[\w+-]+)*)?$/, 'must be a time zone, such as Europe/Berlin')),
        '',
      ),
      /** A Configuration as Code file, applied at every start; empty: none. */
      cascFile: z._default(z.union([z.literal(''), absolutePath]), ''),
      javaOpts: z._default(javaOptions, ''),
      /** Whether Jenkins starts with what the image was prepared with for that: a class archive or AOT cache. */
      fastStart: z._default(z.boolean(), true),
      /** The account that queries Jenkins, if the home has its own accounts. */
      user: z._default(userName, ''),
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
        z.union([
          z.literal('all'),
          z
            .array(z.string().check(z.maxLength(128, { abort: true }), z.regex(CHOSEN_UUID, 'must be a GPU UUID')))
            .check(z.maxLength(MAX_LIST)),
        ]),
        'all',
      ),
      /** A notice at this temperature in °C and above; null: none. */
      hot: z._default(optional(z.int().check(z.minimum(40), z.maximum(120))), 90),
      /** A notice if this percentage of a card's memory is used, or more; null: none. */
      full: z._default(optional(z.int().check(z.minimum(10), z.maximum(100))), 97),
      /** Where metrics for Prometheus can be read: a Unix socket or a port of this computer; empty: nowhere. */
      metrics: z._default(metricsPlace, ''),
    }),
    {},
  ),
  nested: z.prefault(
    z.strictObject({
      /** Bytes; null: that of the host's default route. */
      mtu: z._default(optional(z.int().check(z.minimum(576), z.maximum(65535))), null),
      dns: z._default(z.array(nameServer).check(z.maxLength(MAX_LIST)), []),
      registryMirrors: z._default(z.array(webAddress).check(z.maxLength(MAX_LIST)), []),
      /** Registries without TLS, or with certificates of their own: hosts or ranges. */
      insecureRegistries: z._default(z.array(registry).check(z.maxLength(MAX_LIST)), []),
      /** A folder as /etc/docker/certs.d, with a folder for each registry; empty: none. */
      registryCertificates: z._default(z.union([z.literal(''), absolutePath]), ''),
      /** Ranges for the nested engine's networks, where its own (172.17.0.0/16 and more) are used by the company. */
      addressPools: z._default(z.array(addressPool).check(z.maxLength(MAX_LIST)), []),
      /** Address and range of its default bridge; empty: dockerd's choice. */
      bip: z._default(bip, ''),
      /** Auto: the first that works on the disk of its volume. */
      storageDriver: z._default(z.enum(['auto', 'overlay2', 'fuse-overlayfs', 'vfs']), 'auto'),
      /** A `daemon.json` with further settings of the nested engine; empty: none. */
      daemonFile: z._default(z.union([z.literal(''), absolutePath]), ''),
      httpProxy: z._default(word, ''),
      httpsProxy: z._default(word, ''),
      noProxy: z._default(text, ''),
      /** Host port on 127.0.0.1 for the nested engine, with a Docker context; null: not published. */
      publishPort: z._default(optional(port), null),
    }),
    {},
  ),
  /** Saved states of the home. */
  snapshots: z.prefault(
    z.strictObject({
      /** A folder of the engine's computer; empty: one beside the home. */
      folder: z._default(z.union([z.literal(''), absolutePath]), ''),
      /** Whether workspaces and caches, which Jenkins builds again, are part of them. */
      workspaces: z._default(z.boolean(), true),
      /** Whether one is made before each change between the modes, while Jenkins still runs. */
      beforeSwitch: z._default(z.boolean(), false),
      /** How many of those before upgrades and mode changes are kept; the one that `upgrade --back` needs is kept in any case. */
      keepAutomatic: z._default(z.int().check(z.minimum(1), z.maximum(1000)), 5),
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
      /** Whether the app leads from the idle mode's port to Jenkins. */
      signpost: z._default(z.boolean(), true),
      theme: z._default(z.enum(['system', 'light', 'dark']), 'system'),
      /** Whether a newer version is looked for; only packages with a feed can. Off, since nobody is asked unasked. */
      updates: z._default(z.boolean(), false),
    }),
    {},
  ),
});

export type Settings = z.infer<typeof settingsSchema>;
export type DataMount = Settings['dataMounts'][number];

export const defaultSettings: Settings = settingsSchema.parse({});
