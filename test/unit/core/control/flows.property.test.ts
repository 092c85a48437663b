import fc from 'fast-check';
import { test } from 'vitest';
import { wrongAfter } from '../../../doubles/model-engine/any-run.ts';
import { scenarios } from '../../../doubles/model-engine/any-scenario.ts';

/**
 * From any state, with strangers, builds, faults and crashes at any call, and a second process: it ends; the wanted mode
 * runs or a failure says why; never two Jenkins on one home; nothing foreign is touched without a yes; nothing is left.
 */

/** `npm run properties` tries 100,000. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 2000);

test(
  'from any state, with any faults, requests end well or say why',
  async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const wrong = await wrongAfter(scenario);
        if (wrong.length > 0) throw new Error(wrong.join('\n'));
      }),
      { numRuns: RUNS },
    );
  },
  60_000 + RUNS * 100,
);
