import { locateHome } from '../core/observe/locate-home.ts';
import { offersOf } from '../core/settings/offers.ts';
import { isBeside } from '../shared/consents.ts';
import { FailureError } from '../shared/failure.ts';
import { consentRefused } from '../shared/failures/consent.ts';
import type { JenkinsMode } from '../shared/mode.ts';
import type { Preview } from '../shared/preview.ts';
import { applyOffer, printOffer } from './commands/take-over.ts';
import { isYes } from './consent.ts';
import type { CommandContext } from './io.ts';

/**
 * Before a first start on a terminal: which of the other Jenkins to continue with, or to leave them alone. Stores the
 * answer in the settings. Throws `consent/needed` if the user does neither.
 */
export async function offerTakeOver(context: CommandContext, mode: JenkinsMode): Promise<void> {
  const { io, options, signal } = context;
  if (options.yes || options.json || !io.interactive) return;
  const { controller, world } = await context.session();
  if (world.settings.load().settings.others.takeOver !== '') return;
  // An engine that does not answer is told by the preview.
  const { home } = await locateHome(world, signal).catch(() => world);
  if ((await world.homes.known(home)) !== null) return;
  const preview = await controller.preview(mode);
  if (!preview.ok || !isAboutOthers(preview.value)) return;
  const all = await offersOf(world, signal);
  const offers = all.filter(({ change }) => change !== null);
  if (offers.length === 0) return;
  io.out(all.length === 1 ? 'There is a Jenkins already:' : 'There are other Jenkins already:');
  for (const offer of all) printOffer(offer, context);
  for (const offer of offers) {
    if (!(await isYes(`Continue with ${offer.name} and its home`, context))) continue;
    await applyOffer(offer, world);
    await controller.close();
    context.reopen();
    return;
  }
  if (!preview.value.questions.some(({ id }) => isBeside(id))) return;
  const text = `Leave ${all.length === 1 ? 'it' : 'them'} alone and set up a Jenkins of its own on ${world.home}`;
  if (!(await isYes(text, context))) throw new FailureError(consentRefused(text));
  await world.settings.update((now) => ({ ...now, others: { ...now.others, leave: true } }));
}

/** Asks whether to leave some alone, or is blocked by the choice between homes, or by a Jenkins on the home. */
const isAboutOthers = ({ questions, blocks }: Preview): boolean =>
  questions.some(({ id }) => isBeside(id)) || ['home/choose', 'home/in-use'].includes(blocks[0]?.code ?? '');
