// Run by npm after `npm ci` and `npm install` (prepare): tells git where this repository's hooks are.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// Sources without a repository (a downloaded archive) have nothing to commit to, and git may be missing. A hosted
// runner commits nothing.
if (existsSync('.git') && !process.env.CI) spawnSync('git', ['config', 'core.hooksPath', '.githooks']);
