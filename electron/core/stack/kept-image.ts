import type { Names } from './names.ts';

/** The name under which a Jenkins image stays that another one replaces; the same for the same image. */
export function keptImageName({ images }: Names, jenkins: string | null, image: string): string {
  const version = (jenkins ?? 'unknown').replace(/[^\w.-]/g, '-').slice(0, 60);
  return `${images.dood}:kept-${version}-${image.replace(/^sha256:/, '').slice(0, 12)}`;
}
