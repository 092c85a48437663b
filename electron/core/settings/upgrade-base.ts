import { FailureError } from '../../shared/failure.ts';
import { olderThanHome } from '../../shared/failures/home-history.ts';
import { baseWithoutVersion } from '../../shared/failures/usage-images.ts';
import type { Settings } from '../../shared/settings.ts';
import { baseWith, isJenkinsVersion } from '../stack/base-reference.ts';
import { isOlder } from '../stack/version-number.ts';
import { withSettings } from './settings-change.ts';

/**
 * The base that an upgrade builds from. `typed`: a version, `lts`, the name of an image, or nothing: the one in the settings,
 * pulled again. `written`: the Jenkins that wrote the home; null: unknown, then the check of the home compares it with the
 * built image. Throws `home/newer`, `usage/invalid`, `settings/invalid`.
 */
export function upgradeBase(settings: Settings, typed: string | null, written: string | null): string {
  const { jenkinsBase } = settings.images;
  if (typed === null) return jenkinsBase;
  const isVersion = isJenkinsVersion(typed);
  if (isVersion && written !== null && isOlder(typed, written)) throw new FailureError(olderThanHome(typed, written));
  if (!isVersion && typed !== 'lts') return named(settings, typed);
  const base = baseWith(jenkinsBase, typed);
  if (base === null) throw new FailureError(baseWithoutVersion(jenkinsBase, typed));
  return named(settings, base);
}

/** As the setting takes it. */
const named = (settings: Settings, base: string): string =>
  withSettings(settings, { 'images.jenkinsBase': base }).images.jenkinsBase;
