import type { Failure } from './failure.ts';
import type { Settings } from './settings.ts';
import type { DriftCause } from './snapshot.ts';

/** The settings as the window gets them. */
export interface SettingsView {
  readonly settings: Settings;
  /** The settings file. */
  readonly path: string;
  /** The home in force, where `settings.home` is empty too. */
  readonly home: string;
  /** What the file's settings would restart or recreate that runs now; empty when nothing. */
  readonly restarts: readonly DriftCause[];
  readonly problem: Failure | null;
}
