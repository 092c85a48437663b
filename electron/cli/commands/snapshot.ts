import { resolve } from 'node:path';
import { createSnapshot, snapshotTools } from '../../core/control/home-snapshots.ts';
import type { ModeRequest } from '../../core/control/mode-request.ts';
import { lostWayBack } from '../../core/control/upgrade-way-back.ts';
import { measureSnapshot } from '../../core/execute/make-snapshot.ts';
import {
  deleteSnapshot,
  exportSnapshot,
  importSnapshot,
  listSnapshots,
  pruneSnapshots,
  verifySnapshot,
} from '../../core/execute/snapshot-store.ts';
import { homeName } from '../../core/world/home-name.ts';
import { waitMinutes } from '../../shared/consents.ts';
import { FailureError, type Result } from '../../shared/failure.ts';
import { switchInterrupted } from '../../shared/failures/run.ts';
import { removalOfHome } from '../../shared/failures/snapshot.ts';
import { invalidSnapshotUsage } from '../../shared/failures/usage.ts';
import { badKeep } from '../../shared/failures/usage-options.ts';
import { formatAge, formatBytes } from '../../shared/format.ts';
import { harmless, harmlessData } from '../../shared/harmless.ts';
import { type ListedSnapshot, storedText } from '../../shared/home-snapshot.ts';
import { shellWord } from '../../shared/shell-word.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { aboutBuilds } from '../about-builds.ts';
import { isAction, SNAPSHOT_ACTIONS } from '../actions.ts';
import { agree, consents } from '../consent.ts';
import { beginChange } from '../finish.ts';
import { type CommandContext, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';
import { showSteps } from '../steps.ts';
import { tableText } from '../table.ts';

declare const APP_VERSION: string;

type Own = Readonly<Record<string, unknown>>;
type Action = keyof typeof SNAPSHOT_ACTIONS;

/** `snapshot create`, `list`, `verify NAME`, `restore NAME`, `export NAME FILE`, `import FILE`, `delete NAME`. */
export async function snapshot(
  context: CommandContext,
  [action = '', ...words]: readonly string[],
  own: Own = {},
): Promise<ExitCode> {
  if (!isAction(action, SNAPSHOT_ACTIONS)) throw new FailureError(invalidSnapshotUsage(`snapshot has no "${action}"`));
  const [min, max] = SNAPSHOT_ACTIONS[action];
  const surplus = words[max];
  if (surplus !== undefined)
    throw new FailureError(invalidSnapshotUsage(`snapshot ${action} does not take "${surplus}"`));
  if (words.length < min || words.includes(''))
    throw new FailureError(invalidSnapshotUsage(`snapshot ${action} needs ${wanted(action)}`));
  const [first = '', second = ''] = words;
  const { controller } = await context.session();
  try {
    if (action === 'create') await create(context, own);
    else if (action === 'list') await list(context);
    else if (action === 'restore') await restore(context, first);
    else await other(context, action, first, second);
    return exit.done;
  } finally {
    await controller.close();
  }
}

/** What an action cannot do without. */
const wanted = (action: Action): string =>
  action === 'export' ? 'a NAME and a FILE' : action === 'import' ? 'a FILE' : 'a NAME';

/** Its progress, one line each time that something else is said. */
function talk({ io, options }: CommandContext) {
  const isShown = !options.json && options.quiet !== true;
  const output = (line: string): void => {
    if (isShown) io.out(`  ${harmless(line)}`);
  };
  return { version: APP_VERSION, output };
}

const tools = async (context: CommandContext) =>
  snapshotTools((await context.session()).world, talk(context), context.signal);

async function create(context: CommandContext, own: Own): Promise<void> {
  const { signal } = context;
  const { world } = await context.session();
  const keep = keepOf(own);
  const { snapshots } = world.settings.load().settings;
  const without = own.withoutWorkspaces === true || !snapshots.workspaces ? 'rebuilt' : 'nothing';
  if (own.dryRun === true) {
    const run = await tools(context);
    const { method, files, bytes, free, need, folder } = await measureSnapshot(
      { image: run.image, without },
      run,
      signal,
    );
    const room = free === null ? '' : `, of ${formatBytes(free)} that are free`;
    return say(context, { files, bytes, free, need, folder, method }, [
      `${files} files and folders, ${formatBytes(bytes)}, would be stored in ${folder} (${method}).`,
      `It needs ${formatBytes(need)}${room}.`,
    ]);
  }
  beginChange();
  const wish = { without, wait: waitMinutes(aboutBuilds(own)) } as const;
  const made = await createSnapshot(world, talk(context), wish, signal);
  const run = keep === null ? null : await tools(context);
  const deleted = run === null || keep === null ? [] : await pruneSnapshots(keep, made.name, run, signal);
  say(context, { snapshot: made, deleted }, [
    `✓ ${made.name}: ${made.files} files and folders, ${storedText(made)}. Jenkins was ${made.state}.`,
    ...deleted.map((name) => `  Deleted ${name}.`),
  ]);
}

function keepOf({ keep }: Own): number | null {
  if (keep === undefined) return null;
  if (typeof keep === 'string' && /^[1-9]\d{0,3}$/.test(keep)) return Number(keep);
  throw new FailureError(badKeep(String(keep)));
}

async function list(context: CommandContext): Promise<void> {
  const run = await tools(context);
  const { world } = run;
  const found = harmlessData(await listSnapshots(run, context.signal));
  if (context.options.json) return printJson({ snapshots: found }, context);
  if (context.options.quiet === true) return found.forEach(({ name }) => void context.io.out(name));
  if (found.length === 0) return context.io.out('No snapshot yet.');
  const own = harmless(homeName(world));
  // Several homes may share a folder, and a name is too long to stand beside a path.
  const homes = [...new Set([own, ...found.map((it) => it.home)])];
  for (const of of homes) {
    const rows = found.filter((it) => it.home === of).map((it) => rowOf(it, world.clock.now()));
    if (rows.length === 0) continue;
    context.io.out(of === own ? `Of the home ${of}:` : `Of another home, ${of}:`);
    context.io.out(tableText(['Snapshot', 'Made', 'Jenkins was', 'Size'], rows, context.io));
  }
}

const rowOf = (it: ListedSnapshot, now: number): readonly string[] => [
  ...[it.name, formatAge(it.at, now), it.complete ? it.state : 'incomplete', storedText(it)],
];

async function other(context: CommandContext, action: Action, first: string, second: string): Promise<void> {
  const run = await tools(context);
  const { signal } = context;
  if (action === 'verify') {
    await verifySnapshot(first, run, signal);
    return say(context, { name: first, verified: true }, [`✓ ${first} is as it was written.`]);
  }
  beginChange();
  if (action === 'delete') {
    const detail = lostWayBack((await context.session()).world, first) ?? '';
    const question = { text: `Delete the snapshot ${first}`, detail };
    await agree(context, question, ['snapshot', 'delete', shellWord(first)]);
    await deleteSnapshot(first, run, signal);
    return say(context, { deleted: first }, [`✓ ${first} is deleted.`]);
  }
  if (action === 'export') {
    await exportSnapshot(first, resolve(second), run, signal);
    return say(context, { name: first, file: resolve(second) }, [`✓ ${resolve(second)}`]);
  }
  const name = await importSnapshot(resolve(first), run, signal);
  say(context, { name }, [`✓ ${name}`]);
}

/** Restores as a request: Jenkins is stopped, and starts again in its mode, also where that failed. */
async function restore(context: CommandContext, name: string): Promise<void> {
  const { signal } = context;
  const { world } = await context.session();
  const { mode } = world.intent.load();
  beginChange();
  const agreed = await consents(context, { mode, purge: [], given: [], restore: name });
  let result = await fulfil(context, { mode, consents: agreed, restore: name });
  if (!result.ok && result.failure.code === 'snapshot/home-moved') {
    await (await context.session()).controller.close();
    context.reopen();
    result = await fulfil(context, { mode, consents: agreed });
  }
  await (await context.session()).controller.close();
  if (!result.ok) throw new FailureError(signal.aborted ? switchInterrupted() : result.failure);
  const { restore: done } = world.intent.load();
  const { home = world.home, replaced = null, before } = done ?? {};
  const remove = replaced === null ? null : removalOfHome(replaced);
  const { settings } = world.settings.load();
  say(context, { name, home, replaced, remove }, [
    `✓ The home is as it was in ${name}.`,
    ...(before === undefined || before.setting === settings.home
      ? []
      : [`  It is ${settings.home} from now on: the setting home was changed.`]),
    ...(remove === null
      ? []
      : [`  The home from before is kept as ${replaced}. Once it is not needed any more, remove it:`, `    ${remove}`]),
    ...(mode === 'off' ? ['  Start Jenkins: jenkins-tray up dood, or jenkins-tray up dind'] : []),
  ]);
}

async function fulfil(context: CommandContext, request: ModeRequest): Promise<Result<Snapshot>> {
  const { controller } = await context.session();
  const view = await showSteps(controller, context);
  return controller.fulfil(request, context.signal).finally(() => view.end());
}

function say(context: CommandContext, document: unknown, lines: readonly string[]): void {
  if (context.options.json) printJson(document, context);
  else if (context.options.quiet !== true) for (const line of lines) context.io.out(harmless(line));
}
