import type { PluginEntry } from './plugin-list.ts';

/** The list of plugins as the window gets it. */
export interface PluginsView {
  /** The user's file; empty: the app's own list. */
  readonly file: string;
  readonly isYaml: boolean;
  /** The text, by lines, since texts of more than 16 KiB are cut on the way. */
  readonly lines: readonly string[];
  /** Sent with a change, to see whether the list is still this one. */
  readonly id: string;
  /** The app's own list. */
  readonly builtIn: readonly PluginEntry[];
}
