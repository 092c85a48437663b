import type { Failure } from './failure.ts';
import type { Settings } from './settings.ts';
import type { DriftCause } from './snapshot.ts';

/** The settings as the window gets them. */
export interface SettingsView {
  readonly settings: Settings;
  /** The settings file. */
  readonly path: string;
  /** The effective home, also if `settings.home` is empty. */
  readonly home: string;
  /** What the settings in the file would restart or recreate; empty if nothing. */
  readonly restarts: readonly DriftCause[];
  readonly problem: Failure | null;
}
