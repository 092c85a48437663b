#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { quickOptions } from './cli/quick-options.ts';

/**
 * Only starts the real program, so that Node can keep the compiled form of that between runs: a bundle that turns the
 * cache on for itself is compiled already. In the user's own folder, since its content decides what runs.
 */
const cache = process.env.XDG_CACHE_HOME;
const folder = join(cache?.startsWith('/') ? cache : join(homedir(), '.cache'), 'jenkins-tray', 'compiled');
// Node 20 has no such cache.
if ('enableCompileCache' in nodeModule) nodeModule.enableCompileCache(folder);
const [, , command, ...options] = process.argv;
const program = command === 'status' && quickOptions(options) !== null ? './cli-status.js' : './cli-main.js';
nodeModule.createRequire(__filename)(program);
