import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASES, RECIPES, ROOT } from '../lab/paths.ts';
import { must, run } from '../lab/shell.ts';

/** Snapshots of a home on a real engine, by the built command line; no Jenkins runs. */
const bundle = join(ROOT, 'out', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-snapshot-'));
const home = join(folder, 'home');
const file = join(folder, 'saved.tar');
/** The disk of the snapshots, of 4 MiB. */
const snapshots = `${home}-snapshots`;
const BASE = 'snapshot-filling-disk';
const CONFIG = '<hudson><version>1.396</version></hudson>';

const environment = { ...process.env, JENKINS_TRAY_CONFIG: join(folder, 'config') };

function cli(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    env: environment,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status, out: stdout, errors: stderr };
}
const json = (...args: readonly string[]) => JSON.parse(cli(...args, '--json').out);

describe.skipIf(!existsSync(bundle))('a snapshot', () => {
  beforeAll(() => {
    const image = ['--build-arg', `IMAGE=${BASES.jenkins}`, '-t', BASE, join(RECIPES, 'images/filling-disk')];
    must('docker', ['build', '-q', ...image]);
    mkdirSync(snapshots);
    must('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', snapshots]);
    mkdirSync(join(home, 'jobs'), { recursive: true });
    writeFileSync(join(home, 'jobs', 'packed-badly'), randomBytes(500_000));
    writeFileSync(join(home, 'config.xml'), CONFIG);
    chownSync(home, 1000, 1000);
    mkdirSync(join(folder, 'config'));
    const settings = {
      ...{ instance: 'snapshot', home, images: { jenkinsBase: BASE, engineBase: BASES.engine } },
      ports: { dind: 25981, dood: 25980, agents: 25950 },
    };
    writeFileSync(join(folder, 'config', 'settings.json'), JSON.stringify(settings));
  });
  afterAll(() => {
    run('umount', [snapshots]);
    rmSync(folder, { recursive: true, force: true });
    run('docker', ['rmi', '-f', BASE]);
  });

  test('on a disk that fills while it is written is not made, and its disk is named', () => {
    const filler = join(snapshots, 'filler');
    writeFileSync(filler, '');
    const { status, errors } = cli('snapshot', 'create');
    expect([status, errors]).toEqual([
      1,
      expect.stringContaining('too little space: 0 MiB are free, 1 MiB are needed'),
    ]);
    expect(errors).toContain(`df -h '${snapshots}'`);
    expect(readdirSync(snapshots).sort()).toEqual(['.lock', 'filler']);
    rmSync(filler);
  });

  test('of a home brings it back, and what it replaces is kept', () => {
    const made = json('snapshot', 'create');
    expect(made).toMatchObject({ snapshot: { mode: 'off', state: 'stopped', reason: 'asked', jenkins: '1.396' } });
    const { snapshot } = made;
    const config = join(home, 'config.xml');
    writeFileSync(config, 'spoilt');
    expect(json('snapshot', 'list')).toMatchObject({ snapshots: [{ name: snapshot.name, complete: true }] });
    expect(cli('snapshot', 'verify', snapshot.name).status).toBe(0);
    expect(cli('snapshot', 'restore', snapshot.name)).toMatchObject({ status: 1 });
    expect(readFileSync(config, 'utf8')).toBe('spoilt');
    const { replaced } = json('snapshot', 'restore', snapshot.name, '--yes');
    expect([readFileSync(config, 'utf8'), readFileSync(join(replaced, 'config.xml'), 'utf8')]).toEqual([
      ...[CONFIG, 'spoilt'],
    ]);

    expect(cli('snapshot', 'export', snapshot.name, file).errors).toBe('');
    expect(cli('snapshot', 'export', snapshot.name, file).errors).toContain('One with that name is there already');
    expect(cli('snapshot', 'delete', snapshot.name, '--yes').errors).toBe('');
    expect(json('snapshot', 'list')).toEqual({ snapshots: [] });
    expect(json('snapshot', 'import', file)).toEqual({ name: snapshot.name });
    expect(cli('snapshot', 'verify', snapshot.name).errors).toBe('');
    writeFileSync(file, 'spoilt');
    expect(cli('snapshot', 'import', file).errors).toContain('not an exported snapshot');
  });

  test('whose restore is killed is completed by the next command', async () => {
    const { snapshot } = json('snapshot', 'create');
    const config = join(home, 'config.xml');
    writeFileSync(config, 'spoilt again');
    const child = spawn(process.execPath, [bundle, 'snapshot', 'restore', snapshot.name, '--yes'], {
      env: environment,
    });
    const intent = join(folder, 'config', 'intent.json');
    await expect.poll(() => readFileSync(intent, 'utf8'), { interval: 5, timeout: 30_000 }).toContain('"begun"');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    const { status, out, errors } = cli('down', '--yes');
    expect([status, errors, out]).toEqual([
      0,
      '',
      expect.stringContaining(`The home is as it was in ${snapshot.name}`),
    ]);
    expect(readFileSync(config, 'utf8')).toBe(CONFIG);
    const kept = readdirSync(folder).filter((name) => name.startsWith('home.replaced-'));
    expect(kept.map((name) => readFileSync(join(folder, name, 'config.xml'), 'utf8')).sort()).toEqual([
      ...['spoilt', 'spoilt again'],
    ]);
  });
});
