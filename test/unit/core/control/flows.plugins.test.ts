import { expect, test } from 'vitest';
import { consent } from '../../../../electron/shared/consents.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';
import { asked, BLUE, begin, bind, takeOver, up, withUnknownHome } from '../../../doubles/other-jenkins.ts';
import { pluginRow } from '../../../doubles/plugin-row.ts';
import { HOME, names } from '../../../doubles/situation.ts';

/** A home is taken over whose plugins are older than the image's. */

const OLD = [
  pluginRow('home', { name: 'workflow-cps', version: '2648.va', needs: 'scm-api:676.v1' }),
  pluginRow('home', { name: 'scm-api', version: '2.2' }),
  pluginRow('home', { name: 'own', version: '1.0' }),
].join('\n');
const IMAGE = [pluginRow('image', { name: 'scm-api', version: '700.v2' }), 'core\t2.580.1'].join('\n');
const UPGRADE = consent.upgradePlugins([{ name: 'scm-api', from: '2.2', to: '700.v2' }]);

/** More calls than the request makes. */
const MAX_CALLS = 250;

/** A Jenkins that somebody else made runs on a home with such plugins. */
function machineWith(listing: string): Machine {
  const machine = withUnknownHome();
  begin(machine, { mounts: [bind(HOME)] });
  takeOver(machine, BLUE);
  machine.plugins.listing = listing;
  return machine;
}
const others = async (machine: Machine): Promise<readonly string[]> => {
  const preview = await machine.process().controller.preview('dood');
  return preview.ok ? preview.value.questions.map(({ id }) => id) : [];
};

test('what would not load is asked about with names and versions, once the image is there, while the old Jenkins runs', async () => {
  const machine = machineWith(`${OLD}\n${IMAGE}`);
  const consents = await others(machine);
  const first = await up(machine, consents);
  expect(first).toMatchObject({ ok: false, failure: { code: 'home/plugins' } });
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([BLUE]);
  expect(machine.home.marked).toBe(false);
  const questions = await asked(machine);
  expect(questions.at(-1)).toBe(
    'Replace 1 plugin of the home with the image’s newer ones: scm-api 2.2 to 700.v2: As they are, these would not load: workflow-cps (needs scm-api 676.v1 or newer, and 2.2 is installed). The image does not have these plugins, which stay as they are: workflow-cps 2648.va, own 1.0. First the folder plugins and the XML files at the top of the home are copied to /srv/jenkins_home/.jenkins-tray/kept, where they stay; they are put back if the Jenkins before comes back. To keep these versions instead, say no and use a list of plugins that fits them (setting images.pluginsFile).',
  );
  // No consent, or one for other versions, is none.
  expect(await up(machine, consents)).toMatchObject({ ok: false, failure: { code: 'consent/needed' } });
  machine.plugins.listing = `${OLD}\n${IMAGE.replace('700.v2', '701.v3')}`;
  expect(await up(machine, [...consents, UPGRADE])).toMatchObject({ ok: false, failure: { code: 'home/plugins' } });
  expect(machine.plugins.request).toBeNull();
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([BLUE]);
});

test('with consent they are kept and replaced, and the notice names the copy', async () => {
  const machine = machineWith(`${OLD}\n${IMAGE}`);
  await up(machine, await others(machine));
  const result = await up(machine, await others(machine));
  expect(result.ok && result.value.jenkins).toMatchObject({ kind: 'running', mode: 'dood' });
  expect(machine.plugins).toMatchObject({ state: 'upgraded', request: null, wrong: [] });
  expect(machine.plugins.kept).toMatch(/^plugins-\d{8}-\d{6}$/);
  const [notice] = result.ok ? result.value.notices : [];
  expect(notice?.failure).toMatchObject({
    code: 'jenkins/plugins-upgraded',
    detail: `What there was before, with the settings, is in ${HOME}/.jenkins-tray/kept/${machine.plugins.kept}.`,
  });
  // The next start replaces nothing more.
  expect([machine.pluginLook, machine.plugins.request]).toEqual([null, null]);
});

test('another image, such as with a list that fits the home, is compared before anything is asked', async () => {
  const machine = machineWith(`${OLD}\n${IMAGE}`);
  await up(machine, await others(machine));
  expect(await others(machine)).toContain(UPGRADE);
  const { images } = machine.settings;
  machine.settings = { ...machine.settings, images: { ...images, jenkinsBase: 'jenkins/jenkins:2.440.3' } };
  machine.plugins.listing = OLD.replace('scm-api:676.v1', 'scm-api:2.0');
  const consents = await others(machine);
  expect(consents).not.toContain(UPGRADE);
  expect((await up(machine, consents)).ok).toBe(true);
  expect(machine.plugins).toMatchObject({ state: 'as before', kept: null });
});

test('of a home without plugins nothing is asked any more', async () => {
  const machine = machineWith(`${OLD}\n${IMAGE}`);
  await up(machine, await others(machine));
  machine.plugins.listing = '';
  expect((await up(machine, await others(machine))).ok).toBe(true);
  expect(machine.pluginLook).toBeNull();
});

test('--yes answers it, even where the image is built only then', async () => {
  const machine = machineWith(`${OLD}\n${IMAGE}`);
  expect((await up(machine, 'all')).ok).toBe(true);
  expect(machine.plugins.state).toBe('upgraded');
});

test('plugins that are older and load all the same are left alone', async () => {
  const machine = machineWith(`${pluginRow('home', { name: 'scm-api', version: '2.2' })}\n${IMAGE}`);
  expect((await up(machine, await others(machine))).ok).toBe(true);
  expect(machine.plugins).toMatchObject({ state: 'as before', kept: null });
});

test('what no upgrade makes load is asked about as well, and nothing is replaced', async () => {
  const machine = machineWith(`${pluginRow('home', { name: 'new', version: '1', core: '2.600' })}\n${IMAGE}`);
  expect(await up(machine, await others(machine))).toMatchObject({ ok: false, failure: { code: 'home/plugins' } });
  expect((await asked(machine)).at(-1)).toContain('new (needs Jenkins 2.600 or newer)');
  expect((await up(machine, await others(machine))).ok).toBe(true);
  expect(machine.plugins).toMatchObject({ state: 'as before', kept: null });
});

test('a known home is asked about only what an upgrade mends', async () => {
  const machine = new Machine();
  machine.plugins.listing = `${pluginRow('home', { name: 'new', version: '1', core: '2.600' })}\n${IMAGE}`;
  expect((await up(machine, [])).ok).toBe(true);
});

test('a Jenkins that never becomes ready: they are put back before the old one starts', async () => {
  const machine = machineWith(`${OLD}\n${IMAGE}`);
  machine.behaviour = ({ name }) => (name === names.jenkins.dood ? { readyAfter: null } : {});
  const result = await up(machine, 'all');
  expect(result).toMatchObject({ ok: false, failure: { code: 'jenkins/not-ready' } });
  expect(result.ok ? '' : result.failure.detail).toContain(`are in ${HOME}/.jenkins-tray/kept/${machine.plugins.kept}`);
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([BLUE]);
  expect(machine.plugins).toMatchObject({ state: 'as before', request: null, wrong: [] });
  // The home is marked by now, and its plugins are asked about all the same.
  machine.behaviour = () => ({});
  machine.clock.advance(60_000);
  machine.plugins.kept = null;
  expect(await others(machine)).toContain(UPGRADE);
  expect((await up(machine, await others(machine))).ok).toBe(true);
  expect(machine.plugins).toMatchObject({ state: 'upgraded', request: null });
  expect(machine.pluginLook).toBeNull();
});

test('with nothing to go back to they are put back as well: the user may start the old one', async () => {
  const machine = withUnknownHome();
  machine.plugins.listing = `${OLD}\n${IMAGE}`;
  machine.behaviour = () => ({ readyAfter: null });
  expect((await up(machine, 'all')).ok).toBe(false);
  expect(machine.plugins).toMatchObject({ state: 'as before', request: null });
});

test('cancelled before anything stopped, a later start replaces nothing', async () => {
  const machine = machineWith(`${OLD}\n${IMAGE}`);
  const { controller } = machine.process([
    {
      call: 'create jenkins-dood-container',
      nth: 1,
      fault: { kind: 'meanwhile', run: () => void controller.cancel().catch(() => undefined) },
    },
  ]);
  await controller.fulfil({ mode: 'dood', consents: 'all' });
  await expect.poll(() => machine.intent.state).not.toBe('pending');
  expect(machine.plugins).toMatchObject({ state: 'as before', request: null, wrong: [] });
  expect(machine.jenkinsOnHome().map(({ name }) => name)).toEqual([BLUE]);
});

test.each(['ready', 'never ready'])('a crash at any call is made good by the next process: %s', async (how) => {
  const wrong: string[] = [];
  let crashes = 0;
  for (let nth = 1; nth < MAX_CALLS; nth += 1) {
    const machine = machineWith(`${OLD}\n${IMAGE}`);
    machine.behaviour = ({ name }) =>
      name === names.jenkins.dood && how !== 'ready' ? { readyAfter: null } : { readyAfter: 150 };
    machine.settings = { ...machine.settings, timeouts: { ...machine.settings.timeouts, ready: 5 } };
    const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut: nth % 2 === 0 } }]);
    const ended = await Promise.race([first.crashed, first.controller.fulfil({ mode: 'dood', consents: 'all' })]);
    if (ended !== 'crashed') break;
    crashes = nth;
    const again = await machine.process().controller.fulfil({ mode: 'dood', consents: 'all' });
    const state = how === 'ready' ? 'upgraded' : 'as before';
    const on = machine.jenkinsOnHome().map(({ name }) => name);
    const expected = how === 'ready' ? names.jenkins.dood : BLUE;
    if (again.ok !== (how === 'ready') || on.join() !== expected || machine.plugins.state !== state)
      wrong.push(`${nth}: ${again.ok} ${on.join()} ${machine.plugins.state}`);
    if (machine.plugins.request !== null || machine.plugins.wrong.length > 0 || machine.violations.length > 0)
      wrong.push(`${nth}: ${machine.plugins.request} ${machine.plugins.wrong.join()} ${machine.violations.join()}`);
  }
  expect(wrong).toEqual([]);
  expect(crashes).toBeGreaterThan(10);
});

test.each(['off', 'dind'] as const)(
  'once it is ready, a request that was cut off puts nothing back: %s',
  async (mode) => {
    let cut = 0;
    for (let nth = 1; nth < MAX_CALLS; nth += 1) {
      const machine = machineWith(`${OLD}\n${IMAGE}`);
      const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut: true } }]);
      const ended = await Promise.race([first.crashed, first.controller.fulfil({ mode: 'dood', consents: 'all' })]);
      if (ended !== 'crashed') break;
      // It is worked with for a day, and plugins are installed in it.
      machine.clock.advance(86_400_000);
      if (machine.plugins.state !== 'upgraded') continue;
      cut += 1;
      machine.plugins.listing = IMAGE;
      const where = `call ${nth}, after ${machine.record.at(-1)}`;
      const { controller } = machine.process();
      const preview = await controller.preview(mode);
      expect(JSON.stringify(preview.ok && preview.value.steps), where).toContain(names.jenkins.dood);
      expect(JSON.stringify(preview.ok && preview.value.steps), where).not.toContain('plugins-');
      expect((await controller.fulfil({ mode, consents: 'all' })).ok, where).toBe(true);
      expect(machine.plugins, where).toMatchObject({ state: 'upgraded', request: null });
      expect(machine.pluginLook, where).toBeNull();
    }
    expect(cut).toBeGreaterThan(10);
  },
);

test('an update that was cut off once its image was built compares the plugins all the same', async () => {
  let replaced = 0;
  for (let nth = 1; nth < MAX_CALLS; nth += 1) {
    const machine = new Machine();
    await up(machine, []);
    const { id } = machine.engine.container(names.jenkins.dood);
    machine.plugins.listing = `${OLD}\n${IMAGE}`;
    const first = machine.process([{ call: '', nth, fault: { kind: 'crash', carriedOut: nth % 2 === 0 } }]);
    const request = { mode: 'dood', consents: 'all', given: [consent.update(1)] } as const;
    if ((await Promise.race([first.crashed, first.controller.fulfil(request)])) !== 'crashed') break;
    const where = `call ${nth}, after ${machine.record.at(-1)}`;
    expect((await up(machine, 'all')).ok, where).toBe(true);
    const isNew = machine.engine.container(names.jenkins.dood).id !== id;
    replaced += isNew ? 1 : 0;
    expect(machine.plugins, where).toMatchObject({ state: isNew ? 'upgraded' : 'as before', request: null });
  }
  expect(replaced).toBeGreaterThan(10);
});
