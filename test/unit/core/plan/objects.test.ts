import { expect, test } from 'vitest';
import { objectSteps } from '../../../../electron/core/plan/objects.ts';
import { stepText } from '../../../../electron/core/plan/steps.ts';
import { built, findingsFor, nothingThere, stack } from '../../../doubles/situation.ts';

test('of the objects of a mode, those that are missing are created', () => {
  const steps = (missing: string) => {
    const there = built(nothingThere);
    const without = <T extends { readonly name: string }>(all: readonly T[]) =>
      all.filter(({ name }) => name !== missing);
    const facts = { ...there, networks: without(there.networks), volumes: without(there.volumes) };
    return objectSteps(stack('dind'), findingsFor(facts, 'dind'), true).map(stepText);
  };
  expect(steps('')).toEqual([]);
  expect(steps('jenkins')).toEqual(['+ network    jenkins']);
  for (const name of ['jenkins-dind-data', 'jenkins-dind-ca', 'jenkins-dind-client'])
    expect(steps(name)).toEqual([`+ volume     ${name}`]);
});
