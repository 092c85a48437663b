import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../lab/paths.ts';

/** The names of the locked caches of a recipe. */
const cachesOf = (image: string): readonly (string | undefined)[] =>
  [...readFileSync(join(ROOT, 'assets/docker', image, 'Dockerfile'), 'utf8').matchAll(/type=cache,(\S+)/g)].map(
    ([, options = '']) => /(?:^|,)id=([^,]+)/.exec(options)?.[1],
  );

test('the images are built at once: no step of one waits for a cache of the other, or of somebody else’s recipe', () => {
  const [jenkins, dind] = [cachesOf('jenkins'), cachesOf('dind')];
  expect([...jenkins, ...dind]).not.toContain(undefined);
  expect(jenkins.filter((id) => dind.includes(id))).toEqual([]);
  expect([...new Set([...jenkins, ...dind])].every((id) => id?.startsWith('jenkins-tray-'))).toBe(true);
});
