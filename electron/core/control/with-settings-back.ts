import type { Failure } from '../../shared/failure.ts';
import type { Settings } from '../../shared/settings.ts';
import { settingsBack } from '../../shared/settings-back.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Step } from '../plan/steps.ts';
import type { World } from '../world/world.ts';

/** Steps that fail for what the settings say. */
const OF_SETTINGS: readonly Step['kind'][] = [
  'build-image',
  'create-network',
  'create-container',
  'start',
  'await-healthy',
  'await-ready',
];
/** Changed settings that are named. */
const MAX_NAMED = 4;

/**
 * The failure of a step that may be due to settings: those that have changed since Jenkins was last ready, and the way back
 * to them. What an upgrade or a restore has set, it sets back by itself.
 */
export function withSettingsBack(
  failure: Failure,
  at: Step['kind'],
  { upgrade = null, restore = null }: Pick<Intent, 'upgrade' | 'restore'>,
  settings: Settings,
  world: World,
): Failure {
  if (!OF_SETTINGS.includes(at) || failure.code.startsWith('engine/')) return failure;
  const own = [...(upgrade === null ? [] : ofUpgrade(world)), ...(restore === null ? [] : ['home'])];
  const changed = Object.keys(settingsBack(settings, world.settings.lastReady())).filter((key) => !own.includes(key));
  if (changed.length === 0) return failure;
  const more = changed.length > MAX_NAMED ? ` and ${changed.length - MAX_NAMED} more` : '';
  const back = `Changed since Jenkins was last ready: ${changed.slice(0, MAX_NAMED).join(', ')}${more}. To go back to the settings before: jenkins-tray config back.`;
  return { ...failure, fix: failure.fix === undefined ? back : `${failure.fix} ${back}` };
}

/** The settings that an upgrade gives back; of the list of plugins only one that is known. */
const ofUpgrade = ({ upgrades }: World): readonly string[] =>
  upgrades.load()?.before.plugins == null ? ['images.jenkinsBase'] : ['images.jenkinsBase', 'images.pluginsFile'];
