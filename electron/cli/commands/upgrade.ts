import { homeFact } from '../../core/observe/home-fact.ts';
import { locateHome } from '../../core/observe/locate-home.ts';
import { upgradeBase } from '../../core/settings/upgrade-base.ts';
import { consent } from '../../shared/consents.ts';
import { FailureError } from '../../shared/failure.ts';
import { upgradeNeedsJenkins, upgradeTwice } from '../../shared/failures/usage.ts';
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
  const { settings, problem } = world.settings.load();
  if (problem !== null) throw new FailureError(problem);
  const { version } = await homeFact(await locateHome(world, context.signal));
  const base = upgradeBase(settings, own.lts === true ? 'lts' : (typed ?? null), version);
  const asked = own.sameBase === true ? consent.rebuild : consent.upgrade;
  const given = [asked(world.clock.now()), ...aboutBuilds(own)];
  return run(context, mode, [], given, { kind: 'to', base, keepsHome: own.snapshot !== false });
}
