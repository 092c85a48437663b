import { enableCompileCache } from 'node:module';

// Compiled code is kept between runs: half of what a cold `status` takes is compiling.
enableCompileCache?.();

import { main } from './cli/program.ts';

void main(process.argv).then((code) => {
  process.exitCode = code;
});
