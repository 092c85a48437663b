import { resolve } from 'node:path';
import { offersOf } from '../../core/settings/offers.ts';
import { withSettings } from '../../core/settings/settings-change.ts';
import type { World } from '../../core/world/world.ts';
import { FailureError } from '../../shared/failure.ts';
import { consentNeededWithoutTerminal, consentRefused } from '../../shared/failures/consent.ts';
import { nothingToTakeOver, notTakenOver } from '../../shared/failures/usage.ts';
import { noFolderGiven } from '../../shared/failures/usage-options.ts';
import { harmlessData } from '../../shared/harmless.ts';
import type { Offer } from '../../shared/offer.ts';
import { shellWord } from '../../shared/shell-word.ts';
import { isYes, withYes } from '../consent.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { marked, paint, printJson } from '../print.ts';

/** Lists the Jenkins that this app did not create, or stores the settings with which the next start continues with one. */
export async function takeOver(
  context: CommandContext,
  [name]: readonly string[],
  own: Readonly<Record<string, unknown>> = {},
): Promise<ExitCode> {
  const { world, controller } = await context.session();
  const copyTo = typeof own.copyTo === 'string' ? folderOf(own.copyTo) : null;
  const offers = await offersOf(world, context.signal, copyTo);
  if (name === undefined) list(offers, context);
  else await store(offerNamed(name, offers), context, copyTo);
  await controller.close();
  return exit.done;
}

/** An empty text, as of a variable that is not set, would be the current folder. */
function folderOf(typed: string): string {
  if (typed === '') throw new FailureError(noFolderGiven());
  return resolve(typed);
}

function list(offers: readonly Offer[], context: CommandContext): void {
  if (context.options.json) printJson({ offers }, context);
  else if (offers.length === 0) context.io.out('No other Jenkins was found.');
  else for (const offer of offers) printOffer(offer, context);
}

function offerNamed(name: string, offers: readonly Offer[]): Offer {
  const names = offers.map((it) => it.name);
  const offer = offers.find((it) => it.name === name);
  if (offer === undefined) throw new FailureError(nothingToTakeOver(name, names));
  if (offer.change === null) throw new FailureError(notTakenOver(name, offer.why ?? ''));
  return offer;
}

async function store(offer: Offer, context: CommandContext, copyTo: string | null): Promise<void> {
  const { io, options } = context;
  const { world } = await context.session();
  if (!options.json && options.quiet !== true) printOffer(offer, context);
  if (!options.yes) await confirm(offer, context, copyTo);
  await applyOffer(offer, world);
  if (options.json) printJson({ settings: offer.change }, context);
  else if (options.quiet !== true)
    io.out('Stored. Now start it in a mode: jenkins-tray up dood, or jenkins-tray up dind');
}

/** Stores the settings of an offer. */
export async function applyOffer({ change }: Offer, { settings }: Pick<World, 'settings'>): Promise<void> {
  if (change !== null) await settings.update((now) => withSettings(now, change));
}

async function confirm({ name }: Offer, { io, options, signal }: CommandContext, copyTo: string | null): Promise<void> {
  const text = `Store the settings that continue with ${name}`;
  if (!io.interactive || options.json) {
    const copy = copyTo === null ? [] : ['--copy-to', shellWord(copyTo)];
    const command = withYes({ options }, ['take-over', shellWord(name), ...copy]);
    throw new FailureError(consentNeededWithoutTerminal([{ text, detail: '' }], command));
  }
  if (!(await isYes('Store these settings', { io, signal }))) throw new FailureError(consentRefused(text));
}

/** What an offer keeps and loses. */
export function printOffer(offer: Offer, { io }: Pick<CommandContext, 'io'>): void {
  const { description, carried, lost, why } = harmlessData(offer);
  const c = paint(io);
  for (const line of marked(c.yellow('•'), description, io)) io.out(line);
  const list = (title: string, items: readonly string[]): void => {
    if (items.length === 0) return;
    for (const line of marked(' ', `${title} ${items.join('; ')}.`, io)) io.out(line);
  };
  list('Kept:', carried);
  list('Not kept:', lost);
  list('It cannot be taken over:', why === null ? [] : [why.replace(/\.$/, '')]);
}
