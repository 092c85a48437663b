import { asksToUpdate, goesBack, updateAt } from '../../shared/consents.ts';
import { FailureError } from '../../shared/failure.ts';
import { nothingToGoBackTo } from '../../shared/failures/upgrade.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { pluginIn } from '../execute/upgrade-home.ts';
import type { Upgrade, UpgradeRecord } from '../world/upgrades.ts';
import type { World } from '../world/world.ts';
import { isWorkedOn, withBase } from './upgrade.ts';
import { canReturn } from './upgrade-way-back.ts';

/**
 * Another image for Jenkins. `to`: one that is built from this base; `keepsHome`: a snapshot of the home is taken first.
 * `back`: the image and the home from before the last upgrade.
 */
export type UpgradeRequest =
  | { readonly kind: 'to'; readonly base: string; readonly keepsHome: boolean }
  | { readonly kind: 'back' };

interface Wanted {
  readonly mode: Mode;
  readonly upgrade?: UpgradeRequest;
}

/** What a request begins of an upgrade. */
export interface UpgradeDraft {
  /** Not stored yet; null: it begins none. */
  readonly upgrade: Upgrade | null;
  /** The settings that it leads to. */
  readonly settings: Settings;
  /** The consents that came with it, as they hold. */
  readonly given: readonly string[];
}

/**
 * The upgrade that a request begins. One that asks again for the upgrade that is worked on goes on with that, whose consents
 * say when it was asked for. Throws `upgrade/nothing-to-go-back-to`.
 */
export function draftUpgrade(
  world: World,
  request: Wanted,
  given: readonly string[],
  settings: Settings,
): UpgradeDraft {
  if (isAskedAgain(world, request)) return { upgrade: null, settings, given: given.filter((id) => !asksToUpdate(id)) };
  return { given, ...begun(world, request, given, settings) };
}

function begun(
  world: World,
  { upgrade: wanted, mode }: Wanted,
  given: readonly string[],
  settings: Settings,
): Pick<UpgradeDraft, 'upgrade' | 'settings'> {
  const none = { upgrade: null, settings };
  if (mode === 'off') return none;
  const last = world.upgrades.load();
  if (wanted?.kind === 'back') {
    const upgrade: Upgrade = {
      ...wayBackFrom(last),
      state: 'returning',
      mode,
      restored: false,
      stamp: world.clock.now(),
    };
    return { upgrade, settings: withBase(settings, upgrade.before.base) };
  }
  const at = updateAt(given);
  if (at === null) return none;
  const now = baseNow(last, world.intent.load(), settings);
  const base = wanted?.base ?? now;
  const side = { image: null, keptAs: null, jenkins: null };
  const upgrade: Upgrade = {
    at,
    mode,
    home: world.home,
    state: 'begun',
    before: { ...side, base: now },
    after: { ...side, base },
    // An update is small and frequent: a home of 500 GB would be packed for hours, in which no builds start.
    keepsHome: wanted?.keepsHome === true,
    snapshot: null,
    stamp: at,
    started: false,
    restored: false,
    failedBefore: failedIn(world.intent.load()),
    previous: standing(last),
  };
  return { upgrade, settings: withBase(settings, base) };
}

/** The upgrade that can be gone back from as long as the next one is not reached. */
function standing(last: Upgrade | null): UpgradeRecord | null {
  if (last === null) return null;
  const { previous, ...own } = last;
  return last.state === 'done' ? own : previous;
}

/** The base in the settings, or the one before an upgrade that is about to be given up. */
function baseNow(last: Upgrade | null, stored: Intent, { images }: Settings): string {
  const isGivenUp = last?.state === 'begun' && !last.started && isWorkedOn(last, stored);
  return isGivenUp ? last.before.base : images.jenkinsBase;
}

/** Whether a request asks for the upgrade again that is still worked on. */
function isAskedAgain(world: World, { upgrade: wanted, mode }: Wanted): boolean {
  const last = world.upgrades.load();
  const stored = world.intent.load();
  if (wanted === undefined || last === null || !isWorkedOn(last, stored) || stored.mode !== mode) return false;
  if (stored.consents.some(goesBack)) return false;
  return wanted.kind === 'back'
    ? last.state === 'returning'
    : last.state === 'begun' && last.after.base === wanted.base;
}

function wayBackFrom(last: Upgrade | null): Upgrade {
  if (last === null) throw new FailureError(nothingToGoBackTo('Jenkins was not upgraded here.'));
  if (!canReturn(last)) throw new FailureError(nothingToGoBackTo('The last upgrade is undone already.'));
  if (last.before.image === null)
    throw new FailureError(nothingToGoBackTo('Before the last upgrade there was no image of Jenkins Tray.'));
  return last;
}

const failedIn = ({ plugins = null }: Intent): readonly string[] =>
  plugins?.code === 'jenkins/plugins-failed' ? plugins.detail.split('\n').map(pluginIn) : [];
