import { distance } from 'fastest-levenshtein';
import {
  isYamlFile,
  newlyLeftOut,
  type OwnPlugins,
  ownPlugins,
  saveOwnPlugins,
} from '../../core/settings/own-plugins.ts';
import type { World } from '../../core/world/world.ts';
import { FailureError } from '../../shared/failure.ts';
import { lostTold, pluginsInvalid } from '../../shared/failures/plugin-list.ts';
import { invalidPluginsUsage, pluginNotListed } from '../../shared/failures/usage-images.ts';
import { count } from '../../shared/format.ts';
import { harmless, harmlessData } from '../../shared/harmless.ts';
import { entryLine, type PluginEntry, readEntry } from '../../shared/plugin-list.ts';
import { readPlugins, withoutPlugin, withPlugin } from '../../shared/plugin-list-edit.ts';
import { isAction, PLUGINS_ACTIONS } from '../actions.ts';
import { agree } from '../consent.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { listDocument, listName, listText, lostText, which } from '../plugin-text.ts';
import { paint, printJson } from '../print.ts';

/** `plugins list`, `add NAME[:VERSION]`, `remove NAME`, `edit [FILE]`, `check [FILE]`. Needs no engine. */
export async function plugins(context: CommandContext, [action = 'list', word]: readonly string[]): Promise<ExitCode> {
  if (!isAction(action, PLUGINS_ACTIONS)) throw new FailureError(invalidPluginsUsage(`plugins has no "${action}"`));
  const words = word === undefined ? 0 : 1;
  if (word === '') throw new FailureError(invalidPluginsUsage(`plugins ${action} cannot be used with an empty name`));
  const [min, max] = PLUGINS_ACTIONS[action];
  if (words < min || words > max)
    throw new FailureError(invalidPluginsUsage(`plugins ${action} ${words === 0 ? 'needs a NAME' : 'takes no NAME'}`));
  const { world, controller } = await context.session();
  try {
    const own = await ownPlugins(world);
    if (action === 'add') await add(context, world, own, word ?? '');
    else if (action === 'remove') await remove(context, world, own, word ?? '');
    else if (action === 'edit') await edit(context, world, own, word);
    else if (action === 'check') await check(context, world, own, word);
    else list(context, own);
    return exit.done;
  } finally {
    await controller.close();
  }
}

function list({ io, options }: CommandContext, own: OwnPlugins): void {
  if (options.json) printJson(listDocument(own), { io, options });
  else if (options.quiet === true) for (const { name } of harmlessData(listDocument(own)).plugins) io.out(name);
  else for (const line of listText(own, io)) io.out(line);
}

/** Checks the list, or another file. Throws `settings/plugins`. */
async function check(context: CommandContext, world: World, own: OwnPlugins, file?: string): Promise<void> {
  const { io, options } = context;
  const checked = file === undefined ? own : await otherList(world, own, file);
  const told = listDocument(checked);
  if (told.problems.length > 0) throw new FailureError(pluginsInvalid(listName(checked), told.problems));
  if (options.json) printJson(told, context);
  if (options.json || options.quiet === true) return;
  const many = count(told.plugins.length, 'plugin');
  io.out(`${many}, each line is valid. Whether they exist, the build of the image tells.`);
  for (const line of lostText(told.leftOut, io)) io.out(line);
}

async function otherList({ host }: World, own: OwnPlugins, file: string): Promise<OwnPlugins> {
  const { resolve } = await import('node:path');
  const path = resolve(file);
  return { ...own, file: path, text: await host.readText(path), isYaml: isYamlFile(path) };
}

async function add(context: CommandContext, world: World, own: OwnPlugins, said: string): Promise<void> {
  const read = readEntry(said);
  if (typeof read === 'string') throw new FailureError(invalidPluginsUsage(`plugins add: ${read}`));
  const before = readPlugins(own).plugins.find(({ name }) => name === read.name);
  const isBare = read.version === null && read.url === null;
  if (before !== undefined && (isBare || entryLine(before) === entryLine(read)))
    return await tell(context, own, false, `${before.name} is in the list already: ${which(before)}`);
  // The version that the app's own list pins is one that fits.
  const known = isBare ? own.builtIn.find(({ name }) => name === read.name) : undefined;
  const entry = known ?? read;
  const stored = await saveOwnPlugins(world, own, withPlugin(own, entry));
  await tell(context, stored, true, `${entryLine(entry)} is in ${listName(stored)}`);
}

async function remove(context: CommandContext, world: World, own: OwnPlugins, name: string): Promise<void> {
  const { plugins: entries } = readPlugins(own);
  if (!entries.some((it) => it.name === name)) throw new FailureError(pluginNotListed(name, nearest(name, entries)));
  const text = withoutPlugin(own, name);
  await agreeToLose(context, own, text, ['plugins', 'remove', name]);
  const stored = await saveOwnPlugins(world, own, text);
  await tell(
    context,
    stored,
    true,
    `${name} is no longer in ${listName(stored)}. Where another plugin needs it, it stays`,
  );
}

const nearest = (typed: string, entries: readonly PluginEntry[]): readonly string[] =>
  entries
    .map(({ name }) => ({ name, by: name.includes(typed) ? 0 : distance(typed, name) }))
    .filter(({ by }) => by <= Math.max(2, typed.length / 3))
    .sort((a, b) => a.by - b.by)
    .slice(0, 3)
    .map(({ name }) => name);

/** Asks about plugins of the app's own list that are about to go. */
async function agreeToLose(
  context: CommandContext,
  own: OwnPlugins,
  text: string,
  words: readonly string[],
): Promise<void> {
  const left = newlyLeftOut(own, text);
  if (left.length === 0) return;
  const names = left.map(({ name }) => name).join(', ');
  await agree(context, { text: `Leave out ${names}`, detail: lostTold(left) }, words);
}

async function edit(context: CommandContext, world: World, own: OwnPlugins, file?: string): Promise<void> {
  const { editPlugins } = await import('../edit-plugins.ts');
  const from = file === undefined ? null : await otherList(world, own, file);
  const stored = await editPlugins(context, world, own, from, (text, path) =>
    agreeToLose(context, own, text, ['plugins', 'edit', path]),
  );
  await tell(
    context,
    stored ?? own,
    stored !== null,
    stored === null ? 'Nothing was changed' : `Stored in ${listName(stored)}`,
  );
}

/** Says what is stored now, and how Jenkins gets it. */
async function tell(context: CommandContext, own: OwnPlugins, changed: boolean, text: string): Promise<void> {
  const { io, options } = context;
  if (options.json) printJson({ changed, ...listDocument(own) }, context);
  if (options.json || options.quiet === true) return;
  io.out(`${harmless(text)}.`);
  if (!changed) return;
  const c = paint(io);
  const { world } = await context.session();
  if (world.intent.load().mode === 'off') return io.out(c.dim('The next start of Jenkins has it.'));
  io.out(c.dim('Jenkins gets it with an upgrade, which can be gone back from:'));
  io.out(`  ${c.cyan('jenkins-tray upgrade --same-base')}`);
}
