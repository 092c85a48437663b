import * as z from 'zod/mini';
import { HUB, registryOf } from './registry-login.ts';

const imageSchema = z.object({ RepoDigests: z.nullish(z.array(z.string())) });

/** Name and tag as the engine's API takes them; without a tag it would pull every one. */
export function partsOf(reference: string): { readonly fromImage: string; readonly tag: string } {
  const [name = '', digest] = reference.split('@');
  const tag = /:([\w][\w.-]*)$/.exec(name)?.[1];
  const fromImage = tag === undefined ? name : name.slice(0, -tag.length - 1);
  return { fromImage, tag: digest ?? tag ?? 'latest' };
}

/**
 * The digests that an image of this name has in the name's own repository, of the `RepoDigests` (`REPOSITORY@sha256:…`) that
 * the engine tells when it is inspected; null: the answer cannot be read. In others the image has been as well, such as one
 * that was built here and pushed under another name: what those have does not say that this name comes from a registry.
 */
export function ownDigests(reference: string, image: unknown): readonly string[] | null {
  const read = imageSchema.safeParse(image);
  if (!read.success) return null;
  const repository = repositoryOf(reference);
  return (read.data.RepoDigests ?? [])
    .filter((it) => repositoryOf(it) === repository)
    .map((it) => it.slice(it.indexOf('@') + 1));
}

/**
 * A name with the digest of the image that it means on this engine; as it is where that has none of its own, or the name has one.
 */
export function asItIsHere(reference: string, image: unknown): string {
  const [digest] = reference.includes('@') ? [] : (ownDigests(reference, image) ?? []);
  if (digest === undefined) return reference;
  const { fromImage, tag } = partsOf(reference);
  return `${fromImage}:${tag}@${digest}`;
}

/** In full: `ubuntu` is `docker.io/library/ubuntu`. */
function repositoryOf(reference: string): string {
  const { fromImage } = partsOf(reference);
  const registry = registryOf(fromImage);
  const path = fromImage.startsWith(`${registry}/`) ? fromImage.slice(registry.length + 1) : fromImage;
  const host = registry === `index.${HUB}` ? HUB : registry;
  return `${host}/${host === HUB && !path.includes('/') ? 'library/' : ''}${path}`;
}
