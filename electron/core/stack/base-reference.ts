/** Names of base images: which Jenkins they ask for, and the name of another version. */

/** A version of Jenkins as people type it: `2.541.1`, an LTS, or `2.550`, a weekly release. */
const VERSION = /^\d{1,4}(\.\d{1,6}){1,3}$/;
/** `lts-jdk21`, `2.541.1-lts-jdk21`, `latest`, `jdk21`, `alpine`: what stands for the version, and what follows it. */
const TAG = /^(?:(?:lts|latest|\d+(?:\.\d+)+(?:-lts)?)(?=$|-)|(?=(?:jdk|alpine|slim|debian|rhel|almalinux)))(.*)$/;

export const isJenkinsVersion = (text: string): boolean => VERSION.test(text);

interface Parts {
  /** With its registry. */
  readonly repository: string;
  /** Empty: none. */
  readonly tag: string;
}

/** A digest names one image for ever, so that it is left out; the colon of a registry's port is none of a tag. */
function partsOf(reference: string): Parts {
  const [name = ''] = reference.split('@');
  const at = name.lastIndexOf(':');
  return at > name.lastIndexOf('/')
    ? { repository: name.slice(0, at), tag: name.slice(at + 1) }
    : { repository: name, tag: '' };
}

/**
 * The name of the same image with another Jenkins, `lts` or a version: of the same registry, Java and distribution. Null:
 * the name does not tell where its version is, as that of an image of a company.
 */
export function baseWith(reference: string, version: string): string | null {
  const { repository, tag } = partsOf(reference);
  if (tag === '' && reference.includes('@')) return null;
  const rest = tag === '' ? '' : TAG.exec(tag)?.[1];
  if (rest === undefined) return null;
  const after = rest === '' || rest.startsWith('-') ? rest : `-${rest}`;
  return `${repository}:${version}${after}`;
}
