// Run by npm after `npm ci` and `npm install` (prepare): tells git where this repository's hooks are.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// Sources without a repository (a downloaded archive) have nothing to commit to, and git may be missing.
if (existsSync('.git')) spawnSync('git', ['config', 'core.hooksPath', '.githooks']);
