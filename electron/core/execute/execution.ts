import type { Settings } from '../../shared/settings.ts';
import type { Names } from '../stack/names.ts';
import type { World } from '../world/world.ts';

/** What steps need to execute. */
export interface Execution {
  readonly world: World;
  readonly settings: Settings;
  readonly names: Names;
  readonly version: string;
  /** Called with each line of an image build. */
  output(line: string): void;
  /** Called with what the running step waits for; absent: nobody looks. */
  readonly detail?: (text: string) => void;
  /** Called with what nothing waits for until all has been looked at again; absent: the step waits for it. It never fails except by an abort. */
  readonly meanwhile?: (work: Promise<void>) => void;
  /** Called at each look at which a Jenkins that is waited for answers that it starts, or is ready; absent: nobody waits for that. */
  readonly answers?: () => void;
  /** Called with the id of a Jenkins that starts no builds until it stops, and what lets them start again; absent: nobody does that. */
  readonly drained?: (id: string, resume: () => Promise<void>) => void;
}
