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

/** The rooms of core: from bottom to top, each may use those below it; the last four stand beside each other. */
const below: readonly string[] = ['world', 'stack', 'observe', 'plan', 'execute', 'control'];
const rooms: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(below.map((room, floor) => [room, below.slice(0, floor)])),
  settings: below,
  doctor: below.slice(0, below.indexOf('plan')),
  gpu: below.slice(0, below.indexOf('plan')),
  desktop: [],
};
const room = (path: string): string => path.split('/')[2] ?? '';

/** Every import of ours, types included, by file. */
const imports: ReadonlyMap<string, readonly string[]> = new Map(
  sources.map((path) => [
    path,
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)'/g)]
      .map(([, to = '']) => relative(ROOT, join(ROOT, dirname(path), to)))
      .filter((to) => /\.tsx?$/.test(to) && to !== path),
  ]),
);
const arrows = [...imports].flatMap(([from, list]) => list.map((to) => [from, to] as const));

test('each layer imports only what lies below it', () => {
  const wrong = arrows.filter(([from, to]) => {
    const [a, b] = [layer(from), layer(to)];
    return a !== b && !(may[a] ?? []).includes(b);
  });
  expect(wrong.map((arrow) => arrow.join(' → '))).toEqual([]);
});

test('the small HTTP client is for status alone', () => {
  const users = arrows.filter(([, to]) => to.startsWith('electron/adapters/quick/')).map(([from]) => from);
  expect([...new Set(users)]).toEqual(['electron/cli/status-main.ts']);
});

/** The modules that are loaded with a file, without those that it imports later or only for types. */
function loadedWith(start: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const walk = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    if (!sources.includes(path)) return;
    const text = readFileSync(join(ROOT, path), 'utf8');
    for (const [, to = ''] of text.matchAll(/^(?:import|export) (?!type )[^;']*? from '([^']+)'/gm))
      walk(to.startsWith('.') ? relative(ROOT, join(ROOT, dirname(path), to)) : to);
  };
  walk(start);
  return loaded;
}

test.each(['electron/cli/status-main.ts', 'electron/main/desktop.ts'])(
  '%s starts without HTTP and dockerode',
  (start) => {
    const loaded = loadedWith(start);
    expect(loaded).toContain('electron/adapters/engine/engine.ts');
    expect([...loaded].filter((name) => /^(node:(http|https|tls)|dockerode)$/.test(name))).toEqual([]);
  },
);

test('each room of core imports only the rooms below it', () => {
  const wrong = arrows.filter(([from, to]) => {
    if (layer(from) !== 'core' || layer(to) !== 'core') return false;
    return room(from) !== room(to) && !(rooms[room(from)] ?? []).includes(room(to));
  });
  expect(wrong.map((arrow) => arrow.join(' → '))).toEqual([]);
});

test('no files import each other in a circle, not even for types', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) circles.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const to of imports.get(path) ?? []) walk(to, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) walk(path, []);
  expect(circles).toEqual([]);
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

test('no step can remove a home or a data mount', () => {
  const steps = readFileSync(join(ROOT, 'electron/core/plan/steps.ts'), 'utf8');
  const removing = [...steps.matchAll(/kind: '(remove-[a-z-]+)'/g)].map(([, kind]) => kind);
  expect(removing).toEqual(['remove-context', 'remove-container', 'remove-network', 'remove-volume', 'remove-image']);
});
