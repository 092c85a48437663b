import { upgradeRequestOf } from '../../core/settings/upgrade-request.ts';
import { consent } from '../../shared/consents.ts';
import { FailureError } from '../../shared/failure.ts';
import { upgradeNeedsJenkins, upgradeTwice } from '../../shared/failures/usage-images.ts';
import { aboutBuilds } from '../about-builds.ts';
import type { CommandContext, ExitCode } from '../io.ts';
import { run } from './switch.ts';

type Own = Readonly<Record<string, unknown>>;

/**
 * Moves Jenkins to another version, or to its base as it is today, with image and home from before kept; `--back`: to
 * these.
 */
export async function upgrade(context: CommandContext, [typed]: readonly string[], own: Own = {}): Promise<ExitCode> {
  const { world } = await context.session();
  const chosen = [typed !== undefined, own.lts === true, own.sameBase === true, own.back === true];
  if (chosen.filter(Boolean).length > 1) throw new FailureError(upgradeTwice());
  const { mode } = world.intent.load();
  if (own.back === true) {
    // Jenkins may be off since the upgrade.
    const back = mode === 'off' ? world.upgrades.load()?.mode : mode;
    return run(context, back ?? 'dood', [], aboutBuilds(own), { kind: 'back' });
  }
  if (mode === 'off') throw new FailureError(upgradeNeedsJenkins());
  const version = own.lts === true ? 'lts' : (typed ?? null);
  const keepsHome = own.snapshot !== false;
  const request = await upgradeRequestOf(world, { kind: 'to', version, keepsHome }, context.signal);
  const asked = own.sameBase === true ? consent.rebuild : consent.upgrade;
  const given = [asked(world.clock.now()), ...aboutBuilds(own)];
  return run(context, mode, [], given, request);
}
