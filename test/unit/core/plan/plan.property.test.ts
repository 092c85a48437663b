import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Facts } from '../../../../electron/core/observe/facts.ts';
import type { Step } from '../../../../electron/core/plan/steps.ts';
import type { ContainerFact, ObjectFact } from '../../../../electron/core/world/engine.ts';
import type { Labels } from '../../../../electron/core/world/specs.ts';
import type { Mode } from '../../../../electron/shared/mode.ts';
import { after } from '../../../doubles/after-step.ts';
import { situations, stranger } from '../../../doubles/any-facts.ts';
import { HOME, names, planFor, settings, text } from '../../../doubles/situation.ts';

/** From any observed facts: passes end, no two Jenkins run on one home, nothing without our label is touched unasked. */

/** What makes an object ours, said here once more: the planner's own word for it would agree with any mistake. */
const isOurs = (labels: Labels, consents: readonly string[]): boolean => {
  const key = labels['io.jenkins-tray.image.instance'] === undefined ? 'io.jenkins-tray.' : 'io.jenkins-tray.image.';
  const owner = labels[`${key}owner`];
  const isOwned = owner === undefined ? consents.includes(`adopt:${names.instance}`) : owner === names.owner.id;
  return labels[`${key}instance`] === names.instance && isOwned;
};
const isJenkins = (name: string): boolean => name === names.jenkins.dind || name === names.jenkins.dood;
const lives = ({ state }: ContainerFact): boolean =>
  state === 'running' || state === 'restarting' || state === 'paused';

function checkStep(facts: Facts, step: Step, consents: readonly string[]): void {
  switch (step.kind) {
    case 'start':
      checkStart(facts, step.name);
      break;
    case 'remove-network':
      checkRemoval(facts.networks, step.name, consents);
      expect(
        facts.networkUsers.filter(
          ({ id }) => !facts.containers.some((it) => it.id === id && isOurs(it.labels, consents)),
        ),
        'a network in use is not removed',
      ).toEqual([]);
      break;
    case 'remove-volume':
      checkRemoval(facts.volumes, step.name, consents);
      break;
    case 'remove-image':
      checkRemoval(facts.images, step.name, consents);
      break;
    case 'build-image':
      checkBuild(facts, step.spec.reference, consents);
      break;
    case 'end-leftover':
      expect(consents, 'a build ends by consent only').toContain(`end:${step.id}`);
      break;
    case 'write-context':
    case 'remove-context':
      checkContext(facts, consents);
      break;
    case 'stop':
    case 'rename':
    case 'remove-container':
      checkContainer(facts, step, consents);
      break;
  }
}

function checkStart(facts: Facts, name: string): void {
  const starting = facts.containers.find((one) => one.name === name);
  expect(
    starting?.networks.filter(({ id }) => id !== '' && facts.networks.every((network) => network.id !== id)),
    'a container does not start without its network',
  ).toEqual([]);
  if (!isJenkins(name)) return;
  expect(
    facts.containers.filter((one) => isJenkins(one.name) && one.name !== name && lives(one)),
    `two Jenkins on ${HOME}`,
  ).toEqual([]);
  expect(
    facts.preflight?.running.filter((one) => one.name === stranger.name),
    `a stranger on ${HOME}`,
  ).toEqual([]);
}

function checkRemoval(list: readonly ObjectFact[], name: string, consents: readonly string[]): void {
  const labels = list.find((one) => one.name === name)?.labels ?? {};
  expect(isOurs(labels, consents), `${name} is removed and is not ours`).toBe(true);
}

function checkBuild(facts: Facts, reference: string, consents: readonly string[]): void {
  const there = facts.images.find(({ name }) => name === reference);
  if (there === undefined || isOurs(there.labels, consents)) return;
  expect(consents, 'a name is taken from an image by consent only').toContain(
    `replace:image:${there.name}:${there.id}`,
  );
}

function checkContext({ context }: Facts, consents: readonly string[]): void {
  if (context === null || context.instance === names.instance) return;
  expect(consents, 'a context that is not ours is touched by consent only').toContain(
    `replace:context:${context.name}:${context.host}`,
  );
}

function checkContainer(facts: Facts, step: Step & { readonly name: string }, consents: readonly string[]): void {
  const touched = facts.containers.find(({ name }) => name === step.name);
  if (touched === undefined || isOurs(touched.labels, consents)) return;
  expect(step.kind, 'what is not ours is never removed').not.toBe('remove-container');
  expect(consents, 'what is not ours is touched by consent only').toContain(`take-over:${touched.id}`);
}

/** What came of passes from some facts. */
interface Outcome {
  readonly acted: boolean;
  readonly blocked: boolean;
  /** What eight passes left; null where one of them had nothing to do, was refused, or was impossible. */
  readonly left: Facts | null;
}

interface Run {
  readonly mode: Mode;
  readonly answers: readonly boolean[];
  /** How many steps are carried out before a crash. */
  readonly crashAt: number;
  readonly purge: readonly ('volumes' | 'images')[];
  readonly from: { readonly settings: ReturnType<typeof settings> };
}

/** Up to eight passes; each step is checked before it is carried out. */
function passes(start: Facts, { mode, answers, crashAt, purge, from }: Run): Outcome {
  let facts = start;
  let done = 0;
  let acted = false;
  for (let pass = 0; pass < 8; pass += 1) {
    const asked = planFor(facts, mode, { purge, from });
    const consents = asked.questions.filter((_, at) => answers[at % 8]).map(({ id }) => id);
    const blocked = asked.steps.length > 0 && asked.blocks.length > 0;
    // A no, or something that makes it impossible, ends it before anything is done.
    if (asked.steps.length === 0 || blocked || consents.length < asked.questions.length)
      return { acted, blocked, left: null };
    const { steps } = planFor(facts, mode, { consents, purge, from });
    // A crash: the next pass starts from wherever this one got to.
    const carriedOut = crashAt < done ? steps : steps.slice(0, crashAt - done);
    for (const step of carriedOut) {
      checkStep(facts, step, consents);
      facts = after(facts, step);
      acted = true;
    }
    done += carriedOut.length;
    if (done === crashAt) done += 1;
  }
  return { acted, blocked: false, left: facts };
}

test('from any facts, passes end, one Jenkins uses the home, and nothing foreign changes without consent', () => {
  let runs = 0;
  let acted = 0;
  let blocked = 0;
  fc.assert(
    fc.property(
      situations,
      fc.constantFrom<Mode>('dind', 'dood', 'off'),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.nat(30),
      fc.constantFrom(null, 2376),
      fc.subarray(['volumes', 'images'] as const),
      (start, mode, answers, crashAt, publishPort, purge) => {
        const from = { settings: settings({ nested: { ...settings().nested, publishPort } }) };
        const outcome = passes(start, { mode, answers, crashAt, purge, from });
        runs += 1;
        if (outcome.acted) acted += 1;
        if (outcome.blocked) blocked += 1;
        if (outcome.left !== null)
          expect(text(planFor(outcome.left, mode, { purge, from })), 'a plan that does not end').toBe('');
      },
    ),
    { numRuns: 3000 },
  );
  // It would hold for a planner that does nothing as well.
  expect(acted).toBeGreaterThan(runs / 6);
  expect(blocked).toBeGreaterThan(0);
});
