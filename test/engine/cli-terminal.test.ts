import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lab/paths.ts';
import { beginJob, cleanUp, docker, type Setup, setup, writeSettings } from '../lab/setup.ts';
import { CTRL_C, ENTER, type OnTerminal, onTerminal, type TerminalOptions } from '../lab/terminal.ts';
import { until } from '../lab/until.ts';

/** `up`, `toggle` and `down` as a user at a terminal sees them, rendered by a terminal. */
let lab: Setup;

beforeAll(() => {
  lab = setup('term', 21410);
});
afterAll(() => cleanUp(lab));

const tray = (args: string, columns: number, more: Partial<TerminalOptions> = {}): OnTerminal =>
  onTerminal(`exec ${process.execPath} ${join(ROOT, 'out/cli.js')} ${args} --config ${lab.configDir}`, {
    columns,
    ...more,
  });

/** A new comment rebuilds the image from there, which takes some seconds and prints output. */
function newImage(comment: string): void {
  const packagesFile = join(lab.configDir, '..', 'packages.txt');
  writeFileSync(packagesFile, `# ${comment} ${Date.now()}\n`);
  writeSettings(lab, { ...lab.settings, images: { ...Object(lab.settings.images), packagesFile } });
}

/** Lines that did not fit, except for a word longer than the terminal is wide: a path must stay whole. */
const wrapped = (on: OnTerminal): readonly string[] => on.wrapped().filter((line) => line.trim().includes(' '));

test('up shows a line per step, its time, and the last line of the image build', async () => {
  newImage('first');
  const on = tray('up dood', 80);
  await on.shows(
    /^[^✓·] Build image jenkins-dood-image-term from lab\/jenkins( \(.* s\))?\n {2}› \S.*\n· Create network/m,
  );
  // The build's last line does not belong to the following steps.
  expect((await on.shows(/^[^✓·] Wait for /m)).join('\n')).not.toContain('›');
  expect(await on.ended).toBe(0);
  const lines = await on.lines();
  // The time of a step takes the place of its detail: of how much, depends on where this checkout is.
  const home = `✓ Check home ${lab.home} writable as uid 1000`;
  const plain = lines.map((line) => {
    const text = line.replace(/( w\w*)?( ?…)? \([\d.]+ m?s\)/, '');
    return text.includes(lab.home) && home.startsWith(text.replace(/…$/, '')) ? home : text;
  });
  expect(plain.join('\n')).toBe(
    [
      '✓ Build image jenkins-dood-image-term from lab/jenkins',
      '✓ Create network jenkins-term',
      home,
      '✓ Create container jenkins-dood-container-term 127.0.0.1:21410',
      '✓ Start jenkins-dood-container-term',
      '✓ Wait for jenkins-dood-container-term http://127.0.0.1:21410/login',
      '✓ Jenkins is up in DooD at http://127.0.0.1:21410.',
      '  Sign in as admin; the password is in',
      `  ${join(lab.configDir, 'secrets/admin-password')}`,
    ].join('\n'),
  );
  expect(lines.find((line) => line.includes('/login'))).toMatch(/… \([\d.]+ s\)$/);
  expect(wrapped(on)).toEqual([]);
  expect(on.cursorShown()).toBe(true);
});

test('Ctrl-C during an image build exits with 130, marks the step as interrupted, and restores the cursor', async () => {
  newImage('interrupted');
  const on = tray('up dind', 80);
  await on.shows(/^ {2}› /m);
  on.type(CTRL_C);
  expect(await on.ended).toBe(130);
  const text = (await on.lines()).join('\n');
  expect(text).toMatch(/^✗ Build image \S+ from lab\/\S+ \(interrupted\)$/m);
  expect(text).toMatch(/^· Stop jenkins-dood-container-term within 60 s$/m);
  expect(text).toMatch(/^✗ Interrupted before it finished \(run\/interrupted\)$/m);
  expect(wrapped(on)).toEqual([]);
  expect(on.cursorShown()).toBe(true);
});

test('a question can be answered: no changes nothing, Ctrl-C exits with 130, yes continues', async () => {
  await beginJob(`http://127.0.0.1:${lab.ports.dood}`, 'train-a-model-that-is-large', 300);
  const asked = async (answer: string): Promise<OnTerminal> => {
    const on = tray('up dind', 40);
    const before = await on.shows('Continue? [y/N]');
    expect(before.join('\n')).toContain('? Stop a running build:\n  train-a-model-that-is-large #1\n  Pipelines');
    on.type(answer);
    return on;
  };
  const no = await asked(`n${ENTER}`);
  expect(await no.ended).toBe(1);
  expect((await no.lines()).join('\n')).toMatch(/^✗ Nothing was done \(consent\/needed\)$/m);
  const left = await asked(CTRL_C);
  expect(await left.ended).toBe(130);
  expect((await left.lines()).join('\n')).toContain('(run/interrupted)');
  expect(docker('ps', '--format', '{{.Names}}')).toContain(lab.names.jenkins.dood);

  const yes = await asked(`y${ENTER}`);
  expect(await yes.ended).toBe(0);
  const lines = await yes.lines();
  expect(lines.filter((line) => line.startsWith('✓ ')).length).toBeGreaterThan(10);
  expect(lines.join('\n')).toMatch(/^✓ Jenkins is up in DinD at\n {2}http:\/\/127\.0\.0\.1:21411 \([\d.]+ s\)\.$/m);
  for (const on of [no, left, yes]) expect(wrapped(on)).toEqual([]);
});

test('a second Ctrl-C exits at once and restores the cursor as well', async () => {
  const on = tray('down', 80);
  await on.shows(/^[^✓·] Stop /m);
  on.type(CTRL_C);
  on.type(CTRL_C);
  expect(await on.ended).toBe(130);
  expect(on.cursorShown()).toBe(true);
  // A stop cannot be undone: the engine continues it.
  await until('end of Jenkins', () => !docker('ps', '--format', '{{.Names}}').includes(lab.names.jenkins.dind), 90_000);
});

test('a terminal shorter than the list shows its end, and the whole list when done', async () => {
  const on = tray('toggle', 80, { rows: 6, env: { NO_COLOR: '1' } });
  const code = await on.ended;
  const lines = await on.lines();
  expect(lines.at(-1)).toMatch(/^✓ Jenkins is up in /);
  expect(code).toBe(0);
  expect(lines.filter((line) => line.includes('/login'))).toHaveLength(1);
  expect(on.coloured()).toBe(false);
});
