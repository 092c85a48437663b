import { describe, expect, test } from 'vitest';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { asked, BLUE, begin, bind, takeOver, up, volume, withUnknownHome } from '../../../doubles/other-jenkins.ts';
import { HOME, names, runningBuild } from '../../../doubles/situation.ts';

/** A Jenkins in a container of somebody else is taken over. */

describe('a take-over', () => {
  const running = (): Machine => {
    const machine = withUnknownHome();
    begin(machine, { mounts: [bind(HOME)], ports: [{ address: '', port: 8080, target: 8080 }] });
    return machine;
  };

  test('of a running Jenkins needs the setting, else it blocks', async () => {
    const machine = running();
    expect(await up(machine, 'all')).toMatchObject({ ok: false, failure: { code: 'home/in-use' } });
    takeOver(machine, BLUE);
    expect(await up(machine, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    expect(machine.record).toEqual([]);
  });

  test('asks about its builds, stops it, keeps it and starts ours on its home', async () => {
    const machine = running();
    takeOver(machine, BLUE);
    machine.builds = { ok: true, value: [runningBuild] };
    expect((await asked(machine)).map((text) => text.split(':')[0])).toEqual([
      'Stop a running build',
      `Take over ${BLUE}, which Jenkins Tray did not create`,
    ]);
    const { id } = machine.engine.container(BLUE);
    const result = await up(machine, 'all');
    expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
    expect(machine.engine.container(id)).toMatchObject({
      name: `${BLUE}-before-jenkins-tray-${id.slice(0, 6)}`,
      policy: 'no',
      run: { kind: 'idle' },
    });
    expect(machine.violations).toEqual([]);
  });

  test('of one that Compose made says that it would come back', async () => {
    const machine = withUnknownHome();
    const labels = { 'com.docker.compose.project': 'ci', 'com.docker.compose.service': 'jenkins' };
    begin(machine, { mounts: [bind(HOME)], labels });
    takeOver(machine, BLUE);
    expect((await asked(machine)).join()).toContain('It belongs to the Compose project ci');
  });

  test.each(['start', 'create'])('that fails at %s brings it back as it was', async (call) => {
    const machine = running();
    takeOver(machine, BLUE);
    const { id } = machine.engine.container(BLUE);
    const fault = { kind: 'fail', status: 500, text: 'no such device' } as const;
    const faults = Array.from({ length: 20 }, (_, at) => ({
      call: `${call} ${names.jenkins.dood}`,
      nth: at + 1,
      fault,
    }));
    expect((await machine.process(faults).controller.fulfil({ mode: 'dood', consents: 'all' })).ok).toBe(false);
    expect(machine.engine.container(id)).toMatchObject({
      name: BLUE,
      policy: 'unless-stopped',
      run: { kind: 'running' },
    });
    expect(machine.violations).toEqual([]);
  });

  test('of a Jenkins whose new one never answers brings it back', async () => {
    const machine = running();
    takeOver(machine, BLUE);
    machine.behaviour = ({ name }) => (name === names.jenkins.dood ? { readyAfter: null } : {});
    const { id } = machine.engine.container(BLUE);
    expect((await up(machine, 'all')).ok).toBe(false);
    expect(machine.engine.container(id)).toMatchObject({ name: BLUE, run: { kind: 'running' } });
    expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([BLUE]);
  });

  test('on a copy of its home stops it as well', async () => {
    const machine = Machine.withNewHome();
    begin(machine, { mounts: [volume('jenkins-data')] });
    takeOver(machine, BLUE);
    const { id } = machine.engine.container(BLUE);
    expect((await up(machine, 'all')).ok).toBe(true);
    expect(machine.engine.container(id)).toMatchObject({ policy: 'no', run: { kind: 'idle' } });
    // Later it may run beside ours, on its own home.
    machine.engine.rename(id, BLUE);
    machine.engine.start(id);
    expect(await asked(machine)).toEqual([]);
  });

  test('keeps a Jenkins that rests on the home from ever starting beside ours', async () => {
    const machine = withUnknownHome();
    begin(machine, { mounts: [bind(HOME)], policy: 'always' }, false);
    expect(await up(machine, [])).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
    const { id } = machine.engine.container(BLUE);
    expect((await up(machine, 'all')).ok).toBe(true);
    expect(machine.engine.container(id)).toMatchObject({ policy: 'no', starts: 0 });
  });
});

/** A machine whose running other Jenkins is to be taken over; its new one is quick, so that it takes few calls. */
function before(): { readonly machine: Machine; readonly id: string } {
  const machine = withUnknownHome();
  machine.behaviour = () => ({ readyAfter: 150 });
  begin(machine, { mounts: [bind(HOME)], ports: [{ address: '', port: 8080, target: 8080 }] });
  takeOver(machine, BLUE);
  return { machine, id: machine.engine.container(BLUE).id };
}
/** More calls than a take-over makes. */
const MAX_CALLS = 120;

test.each([false, true])(
  'killed at any call (carried out: %j), a take-over is finished by the next up',
  async (carriedOut) => {
    let calls = 0;
    for (let nth = 1; nth < MAX_CALLS; nth += 1) {
      const { machine, id } = before();
      const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut } }]);
      const request = { mode: 'dood', consents: 'all' } as const;
      if ((await Promise.race([first.crashed, first.controller.fulfil(request)])) !== 'crashed') break;
      calls = nth;
      const where = `call ${nth}, after ${machine.record.at(-1) ?? 'nothing'}`;
      const result = await up(machine, 'all');
      expect(result.ok ? result.value.jenkins.kind : result.failure, where).toBe('running');
      expect(machine.engine.container(id), where).toMatchObject({ policy: 'no', run: { kind: 'idle' } });
      expect(machine.violations, where).toEqual([]);
    }
    expect(calls).toBeGreaterThan(15);
  },
);

test('cancelled after a crash at any call, a take-over gives back what ran', async () => {
  for (let nth = 1; nth < MAX_CALLS; nth += 1) {
    const { machine, id } = before();
    const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut: true } }]);
    const request = { mode: 'dood', consents: 'all' } as const;
    if ((await Promise.race([first.crashed, first.controller.fulfil(request)])) !== 'crashed') break;
    const wasPending = machine.intent.state === 'pending';
    const where = `call ${nth}, after ${machine.record.at(-1) ?? 'nothing'}`;
    await machine.process().controller.cancel();
    expect(machine.violations, where).toEqual([]);
    if (!wasPending) continue;
    expect(machine.engine.container(id), where).toMatchObject({ name: BLUE, run: { kind: 'running' } });
    expect(machine.engine.container(id).policy, where).toBe('unless-stopped');
  }
});
