import { commandStatements } from './commands.ts';
import { containerStatements } from './containers.ts';
import type { Statement } from './lab.ts';
import { networkStatements } from './networks.ts';
import { objectStatements } from './objects.ts';
import { removalStatements } from './removal.ts';
import { reportStatements } from './reports.ts';
import { retiredStatements } from './retired.ts';
import { runningStatements } from './running.ts';

/** How an engine behaves, as far as this product depends on it: true of the model engine and of a real one. */
export const statements: readonly Statement[] = [
  ...containerStatements,
  ...removalStatements,
  ...retiredStatements,
  ...runningStatements,
  ...commandStatements,
  ...networkStatements,
  ...objectStatements,
  ...reportStatements,
];
