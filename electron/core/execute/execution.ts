import type { Settings } from '../../shared/settings.ts';
import type { Names } from '../stack/names.ts';
import type { World } from '../world/world.ts';

/** What steps are carried out with. */
export interface Execution {
  readonly world: World;
  readonly settings: Settings;
  readonly names: Names;
  readonly version: string;
  /** Lines of an image build as they come. */
  output(line: string): void;
}
