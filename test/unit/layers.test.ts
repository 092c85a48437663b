import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../lab/paths.ts';

/** Who may import whom: shared ← core ← {adapters, shell} ← {main, cli}; preload and renderer only shared. */
const may: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  core: ['shared'],
  adapters: ['shared', 'core'],
  shell: ['shared', 'core'],
  cli: ['shared', 'core', 'adapters'],
  main: ['shared', 'core', 'adapters', 'shell'],
  preload: ['shared'],
  renderer: ['shared'],
};
/** What core must not use: the world is handed to it. */
const worldly = /from '(electron|dockerode|node:(fs|child_process|net|http|https|os|timers).*)'/;

const sources = ['electron', 'renderer']
  .filter((folder) => existsSync(join(ROOT, folder)))
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(folder, String(name))))
  .filter((path) => /\.tsx?$/.test(path) && statSync(join(ROOT, path)).isFile());

function layer(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'renderer' ? 'renderer' : second.replace(/\.ts$/, '');
}

test('each layer imports only what lies below it', () => {
  const wrong = sources.flatMap((path) => {
    const from = layer(path);
    const imports = [...readFileSync(join(ROOT, path), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(
      ([, to = '']) => relative(ROOT, join(ROOT, dirname(path), to)),
    );
    return imports
      .filter((to) => layer(to) !== from && !(may[from] ?? []).includes(layer(to)))
      .map((to) => `${path} → ${to}`);
  });
  expect(wrong).toEqual([]);
});

test('core has no clock, file or network of its own', () => {
  const wrong = sources.filter(
    (path) =>
      layer(path) === 'core' &&
      (worldly.test(readFileSync(join(ROOT, path), 'utf8')) ||
        /Date\.now\(|setTimeout\(/.test(readFileSync(join(ROOT, path), 'utf8'))),
  );
  expect(wrong).toEqual([]);
});

test('every step is one that cannot remove a home or a data mount', () => {
  const steps = readFileSync(join(ROOT, 'electron/core/steps.ts'), 'utf8');
  const removing = [...steps.matchAll(/kind: '(remove-[a-z-]+)'/g)].map(([, kind]) => kind);
  expect(removing).toEqual(['remove-context', 'remove-container', 'remove-network', 'remove-volume', 'remove-image']);
});
