import { describe, expect, test } from 'vitest';
import { statements } from '../../../contract/engine.ts';
import type { ContractLab } from '../../../contract/lab.ts';
import { modelClient } from '../../../doubles/model-engine/client.ts';
import { modelClock } from '../../../doubles/model-engine/clock.ts';
import { ModelEngine } from '../../../doubles/model-engine/engine.ts';

/** The contract on the model engine; `test/engine/contract.test.ts` runs the same on a real one. */
function modelLab(): ContractLab {
  const clock = modelClock();
  const hasFolder = (path: string) => !path.startsWith('/no/');
  const engine = new ModelEngine({ clock, hasFolder });
  engine.build('some-image', {});
  const name = (what: string): string => `contract-${what}`;
  return {
    engine: modelClient({ engine, clock, record: [], watched: [name('watched')] }),
    image: 'some-image',
    context: '/context',
    port: 8080,
    name,
    command: (script, ignoresStop) => (ignoresStop ? ['ignore-stop', script] : ['sh', '-c', script]),
    async byHand(does, container) {
      if (does === 'kill') engine.die(container, 137);
      else engine.pause(container, does === 'pause');
    },
    policyByHand: async (container, policy) => engine.setPolicy(container, policy),
    wait: async (ms) => clock.advance(ms),
  };
}

describe('the model engine behaves as Docker does', () => {
  test.each(statements.map(({ says, run }) => [says, run] as const))('%s', (_says, run) => run(modelLab()));
});

test('the statements are of different things', () => {
  expect(new Set(statements.map(({ says }) => says)).size).toBe(statements.length);
  expect(statements.length).toBeGreaterThan(60);
});
