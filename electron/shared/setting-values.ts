import * as z from 'zod/mini';
import { isAddress, plainAddress } from './address.ts';
import { harmless } from './harmless.ts';
import { volumeOf } from './home-volume.ts';

/**
 * The kinds of values that settings have. Each accepts what Docker and a URL can mean by it. Lengths are checked first, so
 * that no expression sees megabytes.
 */

const isClean = (text: string): boolean => harmless(text) === text && !text.includes('\n');

/** One line of at most `max` characters. */
const line = (max: number) =>
  z
    .string()
    .check(
      z.maxLength(max, { abort: true, error: `must have at most ${max} characters` }),
      z.refine(isClean, { abort: true, error: 'must be one line without control characters' }),
    );

export const text = line(4096);
/** A word: without spaces, at which the container's scripts would split it. */
export const word = line(4096).check(z.refine((it) => !/\s/.test(it), 'must not contain spaces'));
/** HTTP's basic login ends the name at the first colon. */
export const userName = line(256).check(z.refine((it) => !it.includes(':'), 'must not contain a colon'));

const NO_COLON = 'must not contain a colon (Docker cannot mount it)';
const NO_PARENT = 'must not contain ".."';
const hasParent = (path: string): boolean => path.split('/').includes('..');
/** In the form in which the engine reports mounts, with which homes and data mounts are compared. */
const plainPath = (path: string): string =>
  `/${path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`;

/** Linux accepts paths of up to 4096 bytes. */
export const absolutePath = line(4095).check(
  z.refine((path) => path.startsWith('/'), 'must be an absolute path, such as /srv/jenkins'),
  z.refine((path) => !path.includes(':'), NO_COLON),
  z.refine((path) => !hasParent(path), NO_PARENT),
  z.overwrite(plainPath),
);

/** As Docker names volumes: at least two characters, no slash (moby/daemon/names). */
const VOLUME = /^[a-zA-Z0-9][\w.-]{1,254}$/;

/** A folder, or a named volume as `volume:NAME`; empty: the default folder. */
export const homePlace = line(4095).check(
  z.refine((home) => home === '' || home.startsWith('/') || volumeOf(home) !== null, {
    abort: true,
    error: 'must be an absolute path, such as /srv/jenkins, or a volume, such as volume:jenkins-data',
  }),
  z.refine((home) => VOLUME.test(volumeOf(home) ?? 'none'), {
    abort: true,
    error: 'must name a volume as Docker does: letters, digits, "_", "." and "-", at least two',
  }),
  z.refine((home) => volumeOf(home) !== null || !home.includes(':'), { abort: true, error: NO_COLON }),
  z.refine((home) => !hasParent(home), NO_PARENT),
  z.overwrite((home) => (home.startsWith('/') ? plainPath(home) : home)),
);

export const port = z
  .int('must be a whole number')
  .check(z.minimum(1, 'must be 1 to 65535'), z.maximum(65535, 'must be 1 to 65535'));

/** Stored as Docker wants it: without brackets, in the short form. */
export const address = line(64).check(
  z.refine(isAddress, {
    abort: true,
    error: 'must be an IP address of this computer, such as 127.0.0.1 or ::1, or 0.0.0.0 for all networks',
  }),
  z.overwrite(plainAddress),
);

export const nameServer = line(64).check(
  z.refine((it) => z.ipv4().safeParse(it).success || z.ipv6().safeParse(it).success, 'must be an IP address'),
);

/** The grammar of Docker's references (distribution/reference): domain, path, tag, digest; 255 characters for the name. */
const PATH_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const DOMAIN = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?';
const REFERENCE = new RegExp(
  `^(?:${DOMAIN}/)?${PATH_PART}(?:/${PATH_PART})*(?::\\w[\\w.-]{0,127})?(?:@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,128})?$`,
);
export const image = line(512).check(
  z.refine((it) => REFERENCE.test(it), 'must be an image reference, such as jenkins/jenkins:lts-jdk21'),
);

/** An address of the web, without spaces. */
export const webAddress = line(2048).check(
  z.refine(
    (it) => z.url().safeParse(it).success && /^https?:\/\/\S+$/i.test(it),
    'must be an address of the web, such as https://example.org',
  ),
);

/** The start script splits them with xargs, which ends at an unmatched quote (xargs(1)). */
export const javaOptions = z.string().check(
  z.maxLength(16 * 1024, { abort: true, error: 'must have at most 16384 characters' }),
  z.refine(
    (options) => /^(?:[^\\'"\n]|\\[^\n]|'[^'\n]*'|"[^"\n]*")*$/.test(options),
    'must be on one line, with each quote closed and no backslash at the end',
  ),
  z.refine(isClean, 'must be one line without control characters'),
);

/** `10.200.0.0/16`. */
const CIDR4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}`;
export const registry = z
  .string()
  .check(
    z.maxLength(255, { abort: true }),
    z.regex(
      /^[\w.-]+(:\d{1,5}|\/\d{1,2})?$/,
      'must be a host, such as registry.example:5000, or a range, such as 10.0.0.0/8',
    ),
  );
/** In dockerd's own form; a range alone is cut into networks of 256 addresses. */
export const addressPool = z.string().check(
  z.maxLength(64, { abort: true }),
  z.regex(
    new RegExp(`^(${CIDR4}|base=${CIDR4},size=\\d{1,2})$`),
    'must be a range, such as 10.200.0.0/16 or base=10.200.0.0/16,size=24',
  ),
  z.overwrite((pool) => (pool.startsWith('base=') ? pool : `base=${pool},size=24`)),
);
export const bip = z
  .string()
  .check(
    z.maxLength(32, { abort: true }),
    z.regex(new RegExp(`^(${CIDR4})?$`), 'must be an address and its range, such as 10.199.0.1/24'),
  );

/** The address of a mirror, put into lists of packages by sed and curl. */
export const mirror = line(2048).check(
  z.regex(/^(https?:\/\/[^\s"'\\#&]+)?$/, 'must be an address, such as https://mirror.example'),
  z.overwrite((it) => it.replace(/\/+$/, '')),
);
export const proxyAddress = line(2048).check(
  z.regex(/^(https?:\/\/[^\s"]+)?$/, 'must be an address, such as http://proxy.example:3128'),
);

/** Empty, an absolute path, or a port of the loopback address: never one that others on the network can reach. */
export const metricsPlace = z
  .string()
  .check(
    z.maxLength(200, { abort: true }),
    z.regex(
      /^((127\.0\.0\.1|localhost|\[::1\]):[1-9]\d{0,4}|\/[^\0\n]+)?$/,
      'must be a path, such as /run/user/1000/jenkins-tray.sock, or 127.0.0.1:9400',
    ),
  );
