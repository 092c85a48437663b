import type { HomeJobEnd } from '../../shared/home-job.ts';
import type { World } from '../world/world.ts';
import type { Controller } from './controller.ts';

/** The core as it is now; a restore may lead to another home. */
export type CurrentCore = () => Promise<{ readonly world: World; readonly controller: Controller }>;

/** `subject`: the name that was not known before. */
export interface EndedJob {
  readonly end: HomeJobEnd;
  readonly subject?: string;
}

export interface JobTalk {
  /** The app's version. */
  readonly version: string;
  /** Called with each line of progress. */
  output(line: string): void;
}
