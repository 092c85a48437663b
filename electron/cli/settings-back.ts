import { withSettings } from '../core/settings/settings-change.ts';
import type { SettingsStore } from '../core/world/stores.ts';
import { FailureError } from '../shared/failure.ts';
import { noSettingsBack } from '../shared/failures/settings.ts';
import { harmless } from '../shared/harmless.ts';
import { redact } from '../shared/redact.ts';
import { settingsBack } from '../shared/settings-back.ts';
import { type Json, valueAt } from '../shared/settings-path.ts';
import { shownSetting } from '../shared/shown-setting.ts';
import { pad, widthOf } from './columns.ts';
import { agree } from './consent.ts';
import { type CommandContext, type ExitCode, exit } from './io.ts';
import { printJson } from './print.ts';

/**
 * `config back`: shows which settings have changed since Jenkins was last ready, stores the values from before with the
 * user's consent, and applies them, if Jenkins should run. Throws `settings/invalid` if there is nothing to go back to.
 */
export async function goBackToSettings(context: CommandContext, file: SettingsStore): Promise<ExitCode> {
  const { settings, problem } = file.load();
  if (problem !== null) throw new FailureError(problem);
  const changes = settingsBack(settings, file.lastReady());
  const keys = Object.keys(changes);
  if (keys.length === 0) throw new FailureError(noSettingsBack());
  const width = Math.max(...keys.map(widthOf));
  // Each text by itself: in quotes, all that follows a password would count as part of it.
  const hidden = (_key: string, it: unknown): unknown => (typeof it === 'string' ? redact(it) : it);
  const shown = (key: string, value: Json): string => harmless(JSON.stringify(shownSetting(key, value), hidden));
  const lines = Object.entries(changes).map(
    ([key, before]) => `${pad(key, width)}  ${shown(key, valueAt(settings, key))} → ${shown(key, before)}`,
  );
  const text = 'Go back to the settings with which Jenkins was last ready';
  await agree(context, { text, detail: lines.join('\n') }, ['config', 'back']);
  if (context.options.yes && !context.options.json && context.options.quiet !== true)
    context.io.out([`${text}:`, ...lines].join('\n'));
  await file.update((now) => withSettings(now, changes));
  // What they are about is opened only now: they may name another engine, or instance.
  context.reopen();
  const { mode } = (await context.session()).world.intent.load();
  if (mode !== 'off') return await (await import('./commands/switch.ts')).run(context, mode, []);
  if (context.options.json) printJson({ changed: keys }, context);
  else if (context.options.quiet !== true) context.io.out('Stored.');
  return exit.done;
}
