import { expect, test } from 'vitest';
import type { Page } from '../../../../electron/core/world/jenkins.ts';
import { err, type Result } from '../../../../electron/shared/failure.ts';
import { buildsUnreadable, loginNeeded } from '../../../../electron/shared/failures/jenkins.ts';
import type { Build } from '../../../../electron/shared/snapshot.ts';
import { Machine } from '../../../doubles/model-engine/machine.ts';

/** The first looks at a Jenkins that runs, and what is asked after them: a click in the tray opens the window for that. */

const URL = 'http://127.0.0.1:8080';
const none: Page = { kind: 'none' };
const unread: Result<readonly Build[]> = err(buildsUnreadable(URL, 'socket hang up'));

/** A process to whose looks Jenkins answers so, each a moment later than the one before, and then as usual. */
async function answering({
  pages = [],
  builds = [],
}: {
  pages?: readonly Page[];
  builds?: readonly (typeof unread)[];
}) {
  const machine = await Machine.running('dood');
  const { controller, world } = machine.process();
  const { page, running } = world.jenkins;
  const looks: number[] = [];
  Object.assign(world.jenkins, {
    page: async (...given: Parameters<typeof page>) => {
      looks.push(world.clock.monotonic());
      return pages[looks.length - 1] ?? page(...given);
    },
    // Asked without a login, and as the administrator.
    running: async (...given: Parameters<typeof running>) => builds[looks.length - 1] ?? running(...given),
  });
  const delays = () => looks.slice(1).map((at, before) => at - (looks[before] ?? at));
  const questions = async (): Promise<readonly string[]> => {
    const preview = await controller.preview('dind');
    return preview.ok
      ? preview.value.questions.map(({ text, detail }) => `${text}: ${detail}`)
      : [preview.failure.title];
  };
  return { machine, controller, delays, questions };
}

test.each([
  ['whose page gives no answer once', { pages: [none] }],
  ['whose page says once that it starts', { pages: [{ kind: 'starting' }] as const }],
  ['whose builds cannot be read once', { builds: [unread] }],
])('a Jenkins %s is looked at again before anything is asked', async (_what, answers) => {
  const { delays, questions } = await answering(answers);
  expect(await questions()).toEqual([]);
  expect(delays()).toEqual([500]);
  const { controller } = await answering(answers);
  expect(await controller.fulfil({ mode: 'dind', consents: [] })).toMatchObject({ ok: true });
});

test('one that stays silent is looked at once more only', async () => {
  const { delays, questions } = await answering({ pages: [none, none, none] });
  expect(await questions()).toEqual([
    expect.stringMatching(/^Stop .* without knowing which builds run: Jenkins' page/),
  ]);
  expect(delays()).toEqual([500]);
});

test('one that asks for a login is not: another look would say the same', async () => {
  const { delays, questions } = await answering({ builds: [err(loginNeeded(URL))] });
  expect(await questions()).toEqual([expect.stringContaining('Jenkins requires a login')]);
  expect(delays()).toEqual([]);
});

test('who has agreed to stop it does not wait for another look', async () => {
  const asking = await answering({ pages: [none, none] });
  const preview = await asking.controller.preview('dind');
  const consents = preview.ok ? preview.value.questions.map(({ id }) => id) : [];
  expect(consents).toHaveLength(1);
  const { world, controller } = asking.machine.process();
  let looks = 0;
  let before = 0;
  controller.subscribe(({ activity }) => {
    if (activity.kind === 'working') before ||= looks;
  });
  Object.assign(world.jenkins, {
    page: async () => {
      looks += 1;
      return none;
    },
  });
  await controller.fulfil({ mode: 'dind', consents });
  expect(before).toBe(1);
});
