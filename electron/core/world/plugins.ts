/** What a look at a home found about its plugins and those of the image that is to run on it. */
export interface PluginLook {
  /** Older than the image's, which its start script leaves alone unless it is told otherwise. */
  readonly older: readonly PluginUpgrade[];
  /** What would not load with the home's plugins as they are. */
  readonly failing: readonly FailingPlugin[];
  /** What would not load with the older ones replaced either. */
  readonly failingAfter: readonly FailingPlugin[];
  /** Plugins of the home that the image does not have, with their versions; they stay. */
  readonly lacking: readonly string[];
  /** Whether Jenkins Tray has not run on the home yet. */
  readonly isTakenOver: boolean;
  /** The name of the copy that is made before the older ones are replaced; null: they are not to be replaced. */
  readonly keptAs: string | null;
}

export interface PluginUpgrade {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface FailingPlugin {
  readonly name: string;
  /** In Jenkins' terms: a missing, old or disabled plugin, or an older Jenkins. */
  readonly why: string;
}
