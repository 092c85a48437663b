// Run by npm after `npm ci` and `npm install` (prepare): configures git to use this repository's hooks.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// A downloaded archive has no repository, git may be missing, and CI commits nothing.
if (existsSync('.git') && !process.env.CI) spawnSync('git', ['config', 'core.hooksPath', '.githooks']);
