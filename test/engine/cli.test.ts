import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASES, ROOT } from '../lab/paths.ts';
import { docker, QUICK_START } from '../lab/setup.ts';

/** The built command line as its own process, on the lab's engine; in order, since each test continues the last. */
const bundle = join(ROOT, 'out', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'jenkins-tray-cli-'));
const ports = { dind: 27381, dood: 27380, agents: 27350 };

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Reads no more after the first line, as `head -n 1` does. */
  readonly closes?: boolean;
  /** Gets all output so far, each time there is more; true sends Ctrl-C. */
  readonly interrupt?: (out: string) => boolean;
}

function run(args: readonly string[], { env, closes = false, interrupt = () => false }: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [bundle, ...args], {
    env: { ...process.env, JENKINS_TRAY_CONFIG: join(folder, 'config'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (interrupt(out)) child.kill('SIGINT');
    if (closes) for (const stream of [child.stdout, child.stderr]) stream.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, errors })));
}

/** When this is first printed; a second Ctrl-C would not wait. */
function once(what: RegExp): (out: string) => boolean {
  let told = false;
  return (out) => {
    const now = !told && what.test(out);
    told ||= now;
    return now;
  };
}

const json = async (...args: string[]) => JSON.parse((await run([...args, '--json'])).out);

describe.skipIf(!existsSync(bundle))('the command line', () => {
  beforeAll(() => {
    const home = join(folder, 'home');
    mkdirSync(join(folder, 'config'));
    mkdirSync(home);
    if (process.getuid?.() === 0) chownSync(home, 1000, 1000);
    const jenkins = { javaOpts: QUICK_START };
    const images = { jenkinsBase: BASES.jenkins, engineBase: BASES.engine };
    writeFileSync(
      join(folder, 'config', 'settings.json'),
      JSON.stringify({ instance: 'cli', home, images, ports, jenkins }),
    );
  });
  afterAll(async () => {
    await run(['down', '--yes', '--images', '--volumes']);
    rmSync(folder, { recursive: true, force: true });
  });

  test('when nothing runs, status exits with 3, and plan changes nothing', async () => {
    expect((await run(['status'])).code).toBe(3);
    expect((await run(['plan', 'dood'])).out).toContain('+ container  jenkins-dood-container-cli');
    expect((await json('status')).jenkins).toEqual({ kind: 'stopped', mode: null, url: null, version: null });
  });

  test('a usage error exits with 2, and settings are validated', async () => {
    expect((await run(['bogus'])).code).toBe(2);
    expect((await run(['up', 'sideways'])).code).toBe(2);
    expect((await json('config', 'get', 'prots.dind')).failure.detail).toContain('ports.dind');
    expect((await run(['config', 'get', 'ports.dood'])).out).toBe('27380\n');
    expect((await run(['config', 'set', 'timeouts.ready', '120'])).code).toBe(0);
    expect(await json('config', 'get', 'timeouts.ready')).toBe(120);
  });

  test('status says why a setting is not valid', async () => {
    const bad = join(folder, 'bad');
    mkdirSync(bad, { mode: 0o700 });
    writeFileSync(join(bad, 'settings.json'), '{"ports":{"dind":"x"}}', { mode: 0o600 });
    const ran = await run(['status'], { env: { JENKINS_TRAY_CONFIG: bad } });
    expect(ran.code).toBe(1);
    expect(ran.errors).toContain('ports.dind: must be a whole number');
  });

  test('an unreachable engine is a Failure and exits with 1', async () => {
    const ran = await run(['status', '--json'], { env: { DOCKER_HOST: 'unix:///run/no-such.sock' } });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out).failure.code).toBe('engine/unreachable');
  });

  test('Ctrl-C exits with 130, and the next up resumes to a running Jenkins', async () => {
    const interrupted = await run(['up', 'dood', '--yes'], { interrupt: once(/… done/) });
    expect(interrupted.code).toBe(130);
    expect(interrupted.errors).toContain('the next up or down continues');
    const ran = await run(['up', 'dood', '--yes']);
    expect([ran.code, ran.errors]).toEqual([0, '']);
    expect(ran.out).toMatch(/> Wait for jenkins-dood-container-cli .* … done/);
    const status = await json('status');
    expect(status.jenkins).toMatchObject({ kind: 'running', mode: 'dood', url: 'http://127.0.0.1:27380' });
    expect([status.intent, status.engine.kind, status.builds.running]).toEqual(['dood', 'connected', 0]);
  });

  test('a switch whose reader closes the pipe, as head does, is finished all the same', async () => {
    const down = await run(['down', '--yes'], { closes: true });
    expect(down.code).toBe(0);
    expect(down.out).not.toContain('Jenkins is off');
    expect((await json('status')).jenkins.kind).toBe('stopped');
    const up = await run(['up', 'dood', '--yes'], { closes: true });
    expect(up.code).toBe(0);
    expect(up.out).not.toContain('is up in');
    expect((await json('status')).jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  });

  test('of two at once, the second is told who is working, and to wait', async () => {
    let second: Promise<{ failure?: unknown }> | null = null;
    const first = await run(['toggle', '--yes'], {
      interrupt(out) {
        if (out.includes('… done')) second ??= json('up', 'dood');
        return false;
      },
    });
    expect(await second).toMatchObject({
      failure: { code: 'lock/held', command: expect.stringMatching(/^kill -INT \d+$/) },
    });
    expect(first.code).toBe(0);
    expect((await json('status')).jenkins).toMatchObject({ kind: 'running', mode: 'dind' });
  });

  test('open opens Jenkins’ page with the desktop’s own program', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\necho "$1" > '${folder}/opened'\n`, { mode: 0o755 });
    const ran = await run(['open'], { env: { PATH: `${bin}:${process.env.PATH}` } });
    expect(ran.out).toContain('http://127.0.0.1:27381');
    await expect.poll(() => existsSync(join(folder, 'opened'))).toBe(true);
    expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe('http://127.0.0.1:27381\n');
  });

  test('restart stops and starts the same container, and status --watch shows it', async () => {
    const started = () => docker('inspect', '-f', '{{.Id}} {{.State.StartedAt}}', 'jenkins-container-cli').split(' ');
    const [id, before] = started();
    let restarted: Promise<Ran> | null = null;
    const watched = await run(['status', '--watch', '--format', '{{.jenkins.kind}}'], {
      interrupt(out) {
        if (out.startsWith('running\n')) restarted ??= run(['restart', '--yes']);
        return out.endsWith('running\n') && out !== 'running\n';
      },
    });
    expect(watched.code).toBe(130);
    expect(await restarted).toMatchObject({ code: 0, errors: '' });
    const [sameId, after] = started();
    expect(sameId).toBe(id);
    expect(after).not.toBe(before);
    expect((await json('builds')).builds).toEqual([]);
  });

  test('a log is followed until Ctrl-C', async () => {
    const ran = await run(['logs', 'dind', '--follow', '-n', '5'], { interrupt: once(/(.*\n){5}/) });
    expect(ran.code).toBe(130);
  });

  test('doctor finds no problem, and the log can be read', async () => {
    const { checks } = await json('doctor');
    expect(checks.filter(({ state }: { state: string }) => state === 'failed')).toEqual([]);
    expect((await run(['logs', '--tail', '3'])).out.split('\n').length).toBeGreaterThan(1);
  });

  test('update moves nested engine and Jenkins to images that it builds anew', async () => {
    const idsOf = () => docker('inspect', '-f', '{{.Image}}', 'jenkins-container-cli', 'nvidia-dind-container-cli');
    const before = idsOf().split('\n');
    const ran = await run(['update', '--yes']);
    expect([ran.code, ran.errors]).toEqual([0, '']);
    const after = idsOf().split('\n');
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    const images = docker('image', 'inspect', '-f', '{{.Id}}', 'jenkins-image-cli', 'jenkins-dood-image-cli');
    expect(new Set(images.split('\n'))).toEqual(new Set([after[0]]));
    expect((await json('plan', 'dind')).steps).toEqual([]);
  });

  test('down leaves the home and says so', async () => {
    const ran = await run(['down', '--yes']);
    expect([ran.code, ran.errors]).toEqual([0, '']);
    expect(ran.out).toContain('Jenkins is off');
    expect(existsSync(join(folder, 'home', '.jenkins-tray', 'marker.json'))).toBe(true);
    expect((await run(['status'])).code).toBe(3);
  });
});
