import { join } from 'node:path';
import { LAB, RECIPES } from './paths.ts';
import { must } from './shell.ts';

/** The engines beside the lab's own: what Debian 12 and 13 have, the newest that Debian has, and today's. */
export type HostEngineName = '20.10' | '26.1' | '28.5' | 'today';

const NEWEST = '28.5';
/** The version of today's engine: of its Go module. */
export const MOBY = 'v2.0.0-beta.24';
/** Debian's suites and the packages' upstream versions. */
const DEBIAN: Record<Exclude<HostEngineName, 'today'>, { readonly suites: string; readonly packages: string }> = {
  '20.10': { suites: 'bookworm', packages: 'docker.io=20.10.24+* containerd=1.6.20~* runc=1.1.5+*' },
  '26.1': { suites: '', packages: 'docker.io=26.1.5+* docker-cli=26.1.5+*' },
  '28.5': {
    suites: 'forky sid',
    packages: 'docker.io=28.5.2+* docker-cli=28.5.2+* containerd=2.1.* runc=1.3.*',
  },
};

/**
 * Builds the image of an engine if the lab does not have it; today's is compiled, which takes some minutes and leaves
 * the processors to whatever else wants them. A second process that asks for one waits for the first.
 */
export function buildEngineImage(name: HostEngineName): string {
  const image = `lab/engine-${name}`;
  const build = (recipe: string, args: Record<string, string>): void => {
    const given = Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]);
    const env = { ...process.env, DOCKER_BUILDKIT: '0' };
    const words = ['docker', 'build', '-q', '-t', image, '--cpu-shares=64', ...given, join(RECIPES, 'images', recipe)];
    must('flock', [join(LAB, `engine-${name}.lock`), ...words], { env });
  };
  if (name === 'today') build('engine-today', { MOBY, NEWEST: buildEngineImage(NEWEST) });
  else build('host-engine', { SUITES: DEBIAN[name].suites, PACKAGES: DEBIAN[name].packages });
  return image;
}
