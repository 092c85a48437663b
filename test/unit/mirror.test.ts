import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../lab/paths.ts';

/** Tests of more than one file. */
const ofMany: Readonly<Record<string, string>> = {
  'layers.test.ts': 'every import of the product',
  'mirror.test.ts': 'the unit tests themselves',
  'adapters/full-disk.test.ts': 'each adapter that writes to the settings folder',
  'core/control/flows.test.ts': 'all of core, on a model engine',
  'core/control/flows.clean-up.test.ts': 'the same, with a clean-up that fails',
  'core/control/flows.clock.test.ts': 'the same, with a wall clock that jumps',
  'core/control/flows.crash.test.ts': 'the same, with crashes between any two calls',
  'core/control/flows.faults.test.ts': 'the same, with a fault at any call',
  'core/control/flows.found.test.ts': 'the same, with what a request finds',
  'core/control/flows.home-users.test.ts': 'the same, with others that have the home',
  'core/control/flows.memory.test.ts': 'the same, with what many switches leave in memory',
  'core/control/flows.meanwhile.test.ts': 'the same, with something else at any call',
  'core/control/flows.keep-home.test.ts': 'the same, with snapshots before it changes anything',
  'core/control/flows.restore-lost.test.ts': 'the same, with a restore where something is missing',
  'core/control/flows.restore.test.ts': 'the same, with a home that is restored',
  'core/control/flows.users.test.ts': 'the same, on engines whose containers have other users',
  'core/control/flows.owners.test.ts': 'the same, with objects of others that have our names',
  'core/control/flows.others.test.ts': 'the same, with Jenkins that somebody else made',
  'core/control/flows.take-over.test.ts': 'the same, with one that is taken over',
  'core/control/flows.take-over-beside.test.ts': 'the same, with one that is taken over while ours runs',
  'core/control/flows.host-jenkins.test.ts': 'the same, with one without a container',
  'core/control/flows.back.test.ts': 'the same, with a way back to what was made by hand',
  'core/control/flows.builds.test.ts': 'the same, with builds that run while Jenkins is to stop',
  'core/control/flows.cancel.test.ts': 'the same, with what a cancel shows',
  'core/control/flows.drain.test.ts': 'the same, with builds that are waited for',
  'core/control/flows.drain-crash.test.ts': 'the same, with builds that are waited for',
  'core/control/flows.drain-rest.test.ts': 'the same, with a Jenkins without the image’s script',
  'core/control/flows.alias.test.ts': 'the same, with another container called docker',
  'core/control/flows.failing.test.ts': 'the same, with modes that do not come up and engines that refuse',
  'core/control/flows.host.test.ts': 'the same, with files, intent and lock that fail',
  'core/control/flows.looks.test.ts': 'the same, with the number of looks',
  'core/control/flows.requests.test.ts': 'the same, with what the engine is asked for',
  'core/control/flows.network.test.ts': 'the same, with a network that is gone or in use',
  'core/control/flows.restart.test.ts': 'the same, with restarts of engine and containers',
  'core/control/flows.resume.test.ts': 'the same, with what the app does by itself',
  'core/control/flows.reboot.test.ts': 'the same, with a computer that goes down',
  'core/control/flows.replace.test.ts': 'the same, with a container that is replaced in its own mode',
  'core/control/flows.health.test.ts': 'the same, with a Jenkins or nested engine that does not get well',
  'core/control/flows.two-folders.test.ts': 'the same, with two settings folders on one engine at once',
  'core/control/flows.property.test.ts': 'the same, from any state with any faults',
  'core/control/flows.lasting.test.ts': 'the same, with a call that fails each time',
  'core/control/flows.update.test.ts': 'the same, with images that are built anew',
  'core/control/flows.upgrade.test.ts': 'the same, with another image, and the one before',
  'core/control/flows.upgrade-back.test.ts': 'the same, with ways back that come to nothing',
  'core/control/flows.upgrade-list.test.ts': 'the same, with the list of plugins that comes back',
  'core/control/flows.upgrade-room.test.ts': 'the same, with too little room for the way back',
  'core/control/flows.upgrade-crash.test.ts': 'the same, with SIGKILL at every step of that',
  'core/control/flows.start-anew.test.ts': 'the same, with a restart that the user asks for',
  'core/control/flows.plugins.test.ts': 'the same, with a home whose plugins are older than the image’s',
  'core/control/flows.held.test.ts': 'the same, with a home that another computer uses',
  'core/control/flows.volume.test.ts': 'the same, with a home in a named volume',
  'core/control/flows.copy.test.ts': 'the same, with a home that is copied',
  'core/control/flows.nested.test.ts': 'the same, with a nested engine that is recreated',
  'core/gpu/recordings.test.ts': 'all that reads nvidia-smi, on what real drivers printed',
};

/** Tests of the repository as a whole: its commits, its line endings. */
const ofAll = 'repository/';

/** Where the sources of a folder of tests lie; all others are below electron/. */
const roots: Readonly<Record<string, string>> = {
  assets: '',
  renderer: '',
  build: '',
  lab: 'test',
  doubles: 'test',
  bench: 'test',
};

/** The source of a test; `plan.repair.test.ts` is one subject of `plan.ts`. The images' scripts have no ending. */
function sourceOf(path: string): string | undefined {
  const root = roots[path.split('/')[0] ?? ''] ?? 'electron';
  const [name = ''] = (path.split('/').at(-1) ?? '').split('.');
  const source = join(root, dirname(path), name);
  const files = ['.ts', '.tsx', '.mjs', ''].map((ending) => source + ending);
  return [...files, join(root, path.replace(/\.test\.ts$/, ''))].find((file) => existsSync(join(ROOT, file)));
}

test('each unit test lies where the file that it tests lies', () => {
  const tests = readdirSync(import.meta.dirname, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith(ofAll));
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter((path) => !(path in ofMany) && sourceOf(path) === undefined)).toEqual([]);
  expect(Object.keys(ofMany).filter((path) => !tests.includes(path))).toEqual([]);
});
