import type { Names } from './names.ts';

/** The name, without a tag, of the images that are kept. */
export const keptRepository = ({ images }: Pick<Names, 'images'>): string => images.dood;

/** The name under which a Jenkins image stays that another one replaces; the same for the same image. */
export function keptImageName(names: Names, jenkins: string | null, image: string): string {
  const version = (jenkins ?? 'unknown').replace(/[^\w.-]/g, '-').slice(0, 60);
  return `${keptRepository(names)}:kept-${version}-${image.replace(/^sha256:/, '').slice(0, 12)}`;
}
