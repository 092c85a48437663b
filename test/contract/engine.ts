import { commandStatements } from './commands.ts';
import { containerStatements } from './containers.ts';
import type { Statement } from './lab.ts';
import { networkStatements } from './networks.ts';
import { objectStatements } from './objects.ts';
import { reportStatements } from './reports.ts';
import { runningStatements } from './running.ts';

/** How an engine behaves, as far as this product depends on it: true of the model engine and of a real one. */
export const statements: readonly Statement[] = [
  ...containerStatements,
  ...runningStatements,
  ...commandStatements,
  ...networkStatements,
  ...objectStatements,
  ...reportStatements,
];
