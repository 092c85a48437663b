import { draftPluginList, type PluginListDraft } from '../adapters/plugin-list-draft.ts';
import { type OwnPlugins, ownPlugins, saveOwnPlugins } from '../core/settings/own-plugins.ts';
import { pluginListName } from '../core/stack/plugin-list-name.ts';
import type { World } from '../core/world/world.ts';
import { FailureError, failureOf } from '../shared/failure.ts';
import { pluginsInvalid, pluginsMoved, pluginsNotStored } from '../shared/failures/plugin-list.ts';
import { readPlugins } from '../shared/plugin-list-edit.ts';
import { canEditAgain, editorOf, editsAgain, runEditor } from './editor.ts';
import type { CommandContext } from './io.ts';

/**
 * Opens a copy of the list in the user's editor, and stores it if it is valid; what is not can be edited again. `from`:
 * another list to begin with; `agreeToLose` throws where the user does not want to lose what a text leaves out. Returns what is
 * stored; null if nothing was changed. After a failure the user's text is kept, and named.
 */
export async function editPlugins(
  context: CommandContext,
  world: World,
  own: OwnPlugins,
  from: OwnPlugins | null,
  agreeToLose: (text: string, path: string) => Promise<void>,
): Promise<OwnPlugins | null> {
  const editor = editorOf(context, process.env, 'plugins edit');
  const draft = draftPluginList(
    context.configDir,
    pluginListName(own.file),
    (from ?? own).text,
    from !== null && from.text !== own.text,
  );
  for (;;) {
    await runEditor(editor, { ...draft, isChanged: () => draft.read() !== null }, context.signal);
    try {
      const text = draft.read();
      const stored = text === null ? null : await store(text, draft, world, own, agreeToLose);
      draft.discard();
      return stored;
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (!canEditAgain(context) || failure.code === 'consent/needed') throw kept(thrown, draft);
      if (!(await editsAgain(failure, context))) throw new FailureError(pluginsNotStored(draft.path), thrown);
    }
  }
}

async function store(
  text: string,
  { path }: PluginListDraft,
  world: World,
  own: OwnPlugins,
  agreeToLose: (text: string, path: string) => Promise<void>,
): Promise<OwnPlugins> {
  const { problems } = readPlugins({ isYaml: own.isYaml, text });
  if (problems.length > 0) throw new FailureError(pluginsInvalid('The edited list', problems, path));
  if ((await ownPlugins(world)).id !== own.id) throw new FailureError(pluginsMoved(own.file, path));
  await agreeToLose(text, path);
  return saveOwnPlugins(world, own, text);
}

/** The failure with the place of the user's text, if it does not name it already. */
function kept(thrown: unknown, { path }: PluginListDraft): unknown {
  const failure = failureOf(thrown);
  if (failure.detail.includes(path)) return thrown;
  return new FailureError({ ...failure, detail: `${failure.detail}\nYour text is kept in ${path}`.trim() }, thrown);
}
