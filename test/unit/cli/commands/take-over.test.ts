import { describe, expect, test } from 'vitest';
import { up } from '../../../../electron/cli/commands/switch.ts';
import { takeOver } from '../../../../electron/cli/commands/take-over.ts';
import type { CommandContext } from '../../../../electron/cli/io.ts';
import { failureFrom, stage } from '../../../doubles/command.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { HOME } from '../../../doubles/situation.ts';

const BLUE = 'jenkins-blueocean';

/** A computer with the user's own Jenkins, and a command on it. */
function withBlue(given: { answers?: readonly string[]; yes?: boolean } = {}) {
  const machine = Machine.withNewHome();
  machine.engine.build('jenkins/jenkins', {});
  machine.engine.create({
    name: BLUE,
    image: 'jenkins/jenkins',
    command: ['sleep', '100000000'],
    env: ['JAVA_OPTS=-Xmx4g', 'TOKEN=secret'],
    mounts: [
      { type: 'bind', source: '/srv/blue', target: '/var/jenkins_home', readOnly: false },
      { type: 'bind', source: '/mnt/datasets', target: '/data', readOnly: true },
    ],
    ports: [{ address: '0.0.0.0', port: 8088, target: 8080 }],
  });
  machine.engine.start(BLUE);
  const lab = stage({
    options: { yes: given.yes ?? false },
    ...(given.answers === undefined ? {} : { answers: given.answers }),
  });
  const process = machine.process();
  const context: CommandContext = { ...lab.context, session: async () => process };
  return { machine, lab, context };
}

const carried = {
  home: '/srv/blue',
  others: { leave: false, takeOver: BLUE },
  dataMounts: [{ source: '/mnt/datasets', target: '/data', readOnly: true }],
  jenkins: { javaOpts: '-Xmx4g' },
  ports: { dind: 8088, dood: 8088 },
};

describe('take-over', () => {
  test('without a name lists what would be kept and what not, and stores nothing', async () => {
    const { context, lab, machine } = withBlue();
    const before = machine.settings;
    expect(await takeOver(context, [])).toBe(0);
    const text = lab.out().replace(/\s+/g, ' ');
    expect(text).toContain(`${BLUE} (image jenkins/jenkins, running) has its home in the folder /srv/blue`);
    expect(text).toContain('Kept: its home /srv/blue; /mnt/datasets at /data, read-only (data mount);');
    expect(text).toContain('Not kept: the variable TOKEN.');
    expect(text).not.toContain('secret');
    expect(machine.settings).toBe(before);
  });

  test('with --yes stores the settings that continue with it', async () => {
    const { context, machine } = withBlue({ yes: true });
    expect(await takeOver(context, [BLUE])).toBe(0);
    expect(machine.settings).toMatchObject(carried);
  });

  test('with a folder for a copy of its home, and an empty one only', async () => {
    const { context, machine } = withBlue({ yes: true });
    machine.home = { ...machine.home, empty: true };
    expect(await takeOver(context, [BLUE], { copyTo: HOME })).toBe(0);
    expect(machine.settings).toMatchObject({ ...carried, home: HOME });
    machine.home = { ...machine.home, empty: false };
    expect(await failureFrom(takeOver(context, [BLUE], { copyTo: HOME }))).toMatchObject({
      detail: expect.stringContaining('needs an empty folder'),
    });
  });

  test('in a script without --yes stores nothing, and names the command', async () => {
    const { context, machine } = withBlue();
    const before = machine.settings;
    expect(await failureFrom(takeOver(context, [BLUE]))).toMatchObject({
      code: 'consent/needed',
      command: `jenkins-tray take-over ${BLUE} --yes`,
    });
    expect(machine.settings).toBe(before);
  });

  test('of something else says what there is', async () => {
    const { context } = withBlue();
    expect(await failureFrom(takeOver(context, ['other']))).toMatchObject({
      code: 'usage/invalid',
      detail: `Found: ${BLUE}.`,
    });
  });
});

describe('up on a terminal', () => {
  test('offers the other Jenkins; a yes continues with it, in a core of its home', async () => {
    const { context, lab, machine } = withBlue({ answers: ['y'] });
    await failureFrom(up(context, ['dood'])).catch(() => undefined);
    expect(lab.asked[0]).toContain(`Continue with ${BLUE}`);
    expect(lab.opened).toEqual(['core']);
    expect(machine.settings).toMatchObject(carried);
  });

  test('a no, and a yes to leave it, makes one beside it and is remembered', async () => {
    const { context, lab, machine } = withBlue({ answers: ['', 'y', 'y'] });
    expect(await up(context, ['dood'])).toBe(0);
    expect(lab.asked[1]).toContain(`set up a Jenkins of its own on ${HOME}`);
    expect(machine.settings.others.leave).toBe(true);
    expect(machine.engine.container(BLUE).run.kind).toBe('running');
  });

  test('two noes do nothing', async () => {
    const { context, machine } = withBlue({ answers: ['', ''] });
    expect((await failureFrom(up(context, ['dood']))).title).toBe('Nothing was done');
    expect(machine.record).toEqual([]);
    expect(machine.settings.others).toEqual({ leave: false, takeOver: '' });
  });
});

test('an empty --copy-to is not the current folder', async () => {
  const { context } = withBlue({ yes: true });
  const failure = await failureFrom(takeOver(context, [BLUE], { copyTo: '' }));
  expect(failure.title).toBe('--copy-to needs a folder');
});
