import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { damagedFiles } from '../../../electron/adapters/damaged-files.ts';
import { createGpuRelease } from '../../../electron/adapters/gpu-release.ts';
import { createHomes } from '../../../electron/adapters/homes.ts';
import { createIntent } from '../../../electron/adapters/intent.ts';
import { keepAside } from '../../../electron/adapters/json-file.ts';
import { createLock } from '../../../electron/adapters/lock.ts';
import { createOwner } from '../../../electron/adapters/owner.ts';
import { createSettings } from '../../../electron/adapters/settings.ts';
import { createSocketGroup } from '../../../electron/adapters/socket-group.ts';
import { createUpgrades } from '../../../electron/adapters/upgrades.ts';
import type { Upgrade } from '../../../electron/core/world/upgrades.ts';
import { stateDamaged } from '../../../electron/shared/failures/state-files.ts';
import { defaultSettings } from '../../../electron/shared/settings.ts';
import type { Intent } from '../../../electron/shared/snapshot.ts';

/** Each file of the settings folder is cut off after each of its bytes, as by a power failure or a full disk. */
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'damaged-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const intent: Intent = {
  ...{ id: 12, mode: 'dind', from: 'dood', state: 'pending', consents: ['stop:a', 'home:/srv/x'], at: 5, purge: [] },
  ...{ failure: null, gpuless: null, toolkitFrom: null, left: null },
};
const look = { older: [], failing: [], failingAfter: [], lacking: [], isTakenOver: true, keptAs: 'plugins-1' };
const OWNER = { id: '0f8fad5b-d9cb-469f-a165-70867728950e', adopted: ['default'] };
const HOMES = { '/srv/a "b"': 'one', '/srv/c': 'two' };
const UPGRADE: Upgrade = {
  ...{ at: 9, mode: 'dood', home: '/srv/c', state: 'begun', keepsHome: true, snapshot: 'before-1', stamp: 1 },
  before: { base: 'jenkins/jenkins:lts', image: 'sha256:1', keptAs: 'kept:1', jenkins: '2.541.1' },
  after: { base: 'jenkins/jenkins:latest', image: null, keptAs: null, jenkins: null },
  ...{ started: true, restored: false, failedBefore: [], previous: null },
};
const FILES = {
  'settings.json': { ...defaultSettings, home: '/srv/jenkins', instance: 'two' },
  'intent.json': intent,
  'owner.json': OWNER,
  'homes.json': HOMES,
  'home-plugins.json': { '/srv/c': look },
  'upgrade.json': UPGRADE,
  'socket-group.json': { socket: '/run/docker.sock', identity: '1:2:3', group: '999' },
  'gpu-release.json': { until: 5 },
};
type Name = keyof typeof FILES;
const names = Object.keys(FILES) as readonly Name[];
const textOf = (name: Name): string => `${JSON.stringify(FILES[name], null, 2)}\n`;

/** What is read of all files. */
async function state() {
  const homes = createHomes(folder);
  const settings = createSettings(folder).load();
  return {
    'settings.json': settings.settings,
    problem: settings.problem?.code ?? null,
    'intent.json': createIntent(folder).load(),
    'owner.json': createOwner(folder).load(),
    'homes.json': { '/srv/a "b"': await homes.known('/srv/a "b"'), '/srv/c': await homes.known('/srv/c') },
    'home-plugins.json': { '/srv/c': homes.pluginLook('/srv/c') },
    'upgrade.json': createUpgrades(folder).load(),
    'gpu-release.json': { until: createGpuRelease(folder).until() },
    group: await createSocketGroup(folder).remembered('/none'),
  };
}

/** A moment of its own for each content, as it has in the world: a copy is kept of each. */
let moment = 1_700_000_000;
function cut(name: Name, bytes: number): void {
  writeFileSync(join(folder, name), textOf(name).slice(0, bytes), { mode: 0o600 });
  moment += 1;
  utimesSync(join(folder, name), moment, moment);
}

describe.each(names)('%s cut off after any byte', (name) => {
  test('is told, with a copy of it, and nothing else is lost', async () => {
    for (const one of names) writeFileSync(join(folder, one), textOf(one), { mode: 0o600 });
    const whole = await state();
    expect(whole).toMatchObject({ problem: null, 'intent.json': intent, 'homes.json': HOMES });
    // Its last byte is a line feed, and the one before it closes it.
    for (let bytes = 0; bytes < textOf(name).length - 1; bytes += 1) {
      cut(name, bytes);
      const { [name as 'intent.json']: _its, problem, ...others } = await state();
      const { [name as 'intent.json']: _before, problem: _none, ...expected } = whole;
      expect(others, `${bytes} bytes`).toEqual(expected);
      expect(problem, `${bytes} bytes`).toBe(name === 'settings.json' ? 'settings/invalid' : null);
      const isCache = name === 'socket-group.json' || name === 'gpu-release.json';
      const copy = join(folder, `${name}.corrupt-${moment * 1000}`);
      if (!isCache) expect(readFileSync(copy, 'utf8')).toBe(textOf(name).slice(0, bytes));
      expect(damagedFiles(folder)).toEqual(isCache || name === 'settings.json' ? [] : [{ file: name, copy }]);
    }
    rmSync(join(folder, name));
    writeFileSync(join(folder, name), textOf(name), { mode: 0o600 });
    expect(await state(), 'once it is restored').toEqual(whole);
  });
});

test('what is left of a request is used as far as it goes, without its consents', () => {
  const seen = new Set<string>();
  for (let bytes = 0; bytes < textOf('intent.json').length - 1; bytes += 1) {
    cut('intent.json', bytes);
    const { id, mode, from, state: now, consents } = createIntent(folder).load();
    expect(consents).toEqual([]);
    seen.add(`${id} ${mode} ${from} ${now}`);
  }
  expect([...seen]).toEqual([
    '0 off off settled',
    '12 dind dind settled',
    '12 dind dood settled',
    '12 dind dood pending',
  ]);
});

test('the id of the settings folder and each home that is whole are still known', async () => {
  const ids = new Set<string>();
  for (let bytes = textOf('owner.json').indexOf('",') + 1; bytes < textOf('owner.json').length; bytes += 1) {
    cut('owner.json', bytes);
    ids.add(createOwner(folder).load().id);
  }
  expect([...ids]).toEqual([OWNER.id]);
  cut('homes.json', textOf('homes.json').indexOf(',') + 5);
  expect(await createHomes(folder).known('/srv/a "b"')).toBe('one');
  await createHomes(folder).remember('/srv/d', 'three');
  expect(JSON.parse(readFileSync(join(folder, 'homes.json'), 'utf8'))).toEqual({
    '/srv/a "b"': 'one',
    '/srv/d': 'three',
  });
});

test('a lock whose note is cut off after any byte is held while it is fresh, and then free', async () => {
  const lock = createLock(folder, 50);
  const note = join(folder, 'pass.lock', 'holder.json');
  const { release } = await lock.acquire('up');
  const whole = readFileSync(note);
  await release();
  for (let bytes = 0; bytes < whole.length; bytes += 1) {
    mkdirSync(join(folder, 'pass.lock'));
    writeFileSync(note, whole.subarray(0, bytes));
    const beat = join(folder, 'pass.lock', 'beat');
    writeFileSync(beat, '');
    if (bytes % 20 === 0) expect(await lock.holder(), `${bytes} bytes`).toContain('an unknown command');
    utimesSync(beat, 1, 1);
    await (await lock.acquire('up')).release();
    expect(readdirSync(folder), `${bytes} bytes`).toEqual([]);
  }
});

test('each damage is told once, by its newest copy, until that is removed', () => {
  for (const name of ['intent.json.corrupt-5', 'intent.json.corrupt-17', 'intent.json.corrupt-x', 'a.json.corrupt-1'])
    writeFileSync(join(folder, name), '');
  const copy = join(folder, 'intent.json.corrupt-17');
  expect(damagedFiles(folder)).toEqual([{ file: 'intent.json', copy }]);
  expect(stateDamaged('intent.json', copy)).toMatchObject({ code: 'settings/damaged', command: `rm ${copy}` });
  expect(damagedFiles(join(folder, 'none'))).toEqual([]);
});

test('of the copies of one file the newest five stay, and the one just kept, though the clock was set back', () => {
  const path = join(folder, 'intent.json');
  const copies = (): readonly string[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith('intent.json.corrupt-'))
      .sort();
  writeFileSync(join(folder, 'intent.json.corrupt-mine'), '');
  writeFileSync(join(folder, 'upgrade.json.corrupt-1'), '');
  for (const seconds of [11, 12, 13, 14, 15, 16, 17, 3]) {
    writeFileSync(path, `{ ${seconds}`);
    utimesSync(path, seconds, seconds);
    expect(readFileSync(keepAside(path), 'utf8')).toBe(`{ ${seconds}`);
  }
  expect(copies()).toEqual(
    ['14000', '15000', '16000', '17000', '3000', 'mine'].map((it) => `intent.json.corrupt-${it}`),
  );
  expect(readdirSync(folder)).toContain('upgrade.json.corrupt-1');
});
