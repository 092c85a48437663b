import { ownImages, removeOwnImage, toRemove } from '../../core/control/kept-images.ts';
import { FailureError } from '../../shared/failure.ts';
import { invalidImagesUsage } from '../../shared/failures/usage-images.ts';
import { formatAge, formatBytes } from '../../shared/format.ts';
import { harmlessData } from '../../shared/harmless.ts';
import { imageUses, type OwnImage } from '../../shared/own-image.ts';
import { IMAGES_ACTIONS, isAction } from '../actions.ts';
import { agree } from '../consent.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { prepare } from '../prepare-images.ts';
import { printJson } from '../print.ts';
import { tableText } from '../table.ts';

/** Lists the images that this app built; `prepare` builds those that a switch would build first; `remove` removes old ones, or the named one, after a question. */
export async function images(context: CommandContext, [action = 'list', name]: readonly string[]): Promise<ExitCode> {
  if (!isAction(action, IMAGES_ACTIONS)) throw new FailureError(invalidImagesUsage(`images has no "${action}"`));
  if (name !== undefined && IMAGES_ACTIONS[action][1] === 0)
    throw new FailureError(invalidImagesUsage(`images ${action} does not take "${name}"`));
  const { world, controller } = await context.session();
  try {
    if (action === 'prepare') return await prepare(context, name);
    const all = harmlessData(await ownImages(world, context.signal));
    if (action === 'remove') await remove(context, toRemove(all, name));
    else list(context, all, world.clock.now());
    return exit.done;
  } finally {
    await controller.close();
  }
}

function list({ io, options }: CommandContext, all: readonly OwnImage[], now: number): void {
  if (options.json) printJson({ images: all }, { io, options });
  else if (options.quiet === true) for (const { name } of all) io.out(name);
  else io.out(all.length === 0 ? 'There is no image yet.' : tableOf(all, now, io));
}

const tableOf = (all: readonly OwnImage[], now: number, io: CommandContext['io']): string =>
  tableText(
    ['Image', 'Jenkins', 'Size', 'Built', 'Use'],
    all.map(({ name, jenkins, bytes, createdAt, use }) => [
      ...[name, jenkins ?? '-', formatBytes(bytes), formatAge(createdAt, now), imageUses[use]],
    ]),
    io,
  );

async function remove(context: CommandContext, chosen: readonly OwnImage[]): Promise<void> {
  const { io, options, signal } = context;
  const { world } = await context.session();
  if (chosen.length > 0) await confirm(context, chosen);
  for (const image of chosen) await removeOwnImage(world, image, signal);
  const names = chosen.map(({ name }) => name);
  if (options.json) printJson({ removed: names }, context);
  else if (options.quiet !== true)
    io.out(names.length === 0 ? 'There is no old image.' : `Removed: ${names.join(', ')}.`);
}

async function confirm(context: CommandContext, chosen: readonly OwnImage[]): Promise<void> {
  const names = chosen.map(({ name }) => name).join(', ');
  const isBack = chosen.some(({ use }) => use === 'way-back');
  const detail = isBack ? 'Afterwards jenkins-tray upgrade --back can no longer use it.' : 'Nothing uses these images.';
  const [only, ...others] = chosen;
  const named = only === undefined || others.length > 0 ? [] : [only.name];
  await agree(context, { text: `Remove ${names}`, detail }, ['images', 'remove', ...named]);
}
