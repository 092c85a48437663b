import * as z from 'zod/mini';

/** Kinds of packages that can be updated. */
const PACKAGE_KINDS = ['deb', 'rpm', 'AppImage'] as const;
export type PackageKind = (typeof PACKAGE_KINDS)[number];

/** What was built into a package that has updates. */
export const updateSourceSchema = z.strictObject({
  /** Address of the folder with the feed: https, or http of this computer. */
  feed: z.url(),
  /** The publisher's public key, Ed25519: its SubjectPublicKeyInfo in DER, as base64. */
  key: z.string(),
});
export type UpdateSource = z.infer<typeof updateSourceSchema>;

/** Three numbers: what is published has no other version. */
const VERSION = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/;
/** A name alone, without a folder. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,150}$/;
/** Of a package, bytes: it has about 100 MB. */
const MAX_SIZE = 600 * 1024 * 1024;

const updateFileSchema = z.strictObject({
  kind: z.enum(PACKAGE_KINDS),
  name: z.string().check(z.regex(FILE_NAME)),
  /** Bytes. */
  size: z.int().check(z.positive(), z.maximum(MAX_SIZE)),
  /** As base64. */
  sha512: z.string().check(z.regex(/^[A-Za-z0-9+/]{86}==$/)),
});
export type UpdateFile = z.infer<typeof updateFileSchema>;

/** What a feed offers; its bytes are signed as a whole. */
export const manifestSchema = z.strictObject({
  program: z.literal('jenkins-tray'),
  /** The processor, as Node names it. */
  arch: z.string().check(z.maxLength(20)),
  version: z.string().check(z.regex(VERSION)),
  files: z.array(updateFileSchema).check(z.minLength(1), z.maxLength(8)),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The manifest's name in the feed's folder. */
export const manifestName = (arch: string): string => `jenkins-tray-linux-${arch}.json`;
/** Its detached signature: 64 bytes as base64. */
export const signatureName = (arch: string): string => `${manifestName(arch)}.sig`;

/** A newer version, and its file for this package. */
export interface UpdateOffer {
  readonly version: string;
  readonly file: UpdateFile;
}
