import { checkKey, getSetting, listSettings, parseValue, setSetting } from '../../core/settings/config-keys.ts';
import { FailureError } from '../../shared/failure.ts';
import { type Context, type ExitCode, exit } from '../io.ts';
import { printJson } from '../print.ts';

/** `config get KEY`, `set KEY VALUE`, `list`, `path`. Works without an engine. */
export async function config(context: Context, [action = 'list', key, value]: readonly string[]): Promise<ExitCode> {
  const { io, options } = context;
  const [{ createSettings }, { configDir }] = await Promise.all([
    import('../../adapters/settings.ts'),
    import('../../adapters/config-dir.ts'),
  ]);
  const file = createSettings(configDir(options.config, process.env));
  if (action === 'path') {
    if (options.json) printJson({ path: file.path }, context);
    else io.out(file.path);
    return exit.done;
  }
  if (action === 'set') {
    if (key === undefined || value === undefined) throw usage('config set needs a KEY and a VALUE');
    checkKey(key);
    const { problem } = file.load();
    if (problem !== null) throw new FailureError(problem);
    const next = await file.update((now) => setSetting(now, key, parseValue(value)));
    if (options.json) printJson({ [key]: getSetting(next, key) }, context);
    else io.out(`${key} = ${key === 'jenkins.apiToken' ? '(set)' : JSON.stringify(getSetting(next, key))}`);
    return exit.done;
  }
  const { settings, problem } = file.load();
  if (problem !== null) throw new FailureError(problem);
  if (action === 'get') {
    if (key === undefined) throw usage('config get needs a KEY');
    const found = getSetting(settings, key);
    if (options.json) printJson(found, context);
    else io.out(typeof found === 'string' ? found : JSON.stringify(found));
    return exit.done;
  }
  if (action !== 'list') throw usage(`config has no "${action}"`);
  if (options.json) printJson(settings, context);
  else
    for (const [name, held] of listSettings(settings))
      io.out(`${name.padEnd(24)} ${name === 'jenkins.apiToken' && held !== '' ? '(set)' : JSON.stringify(held)}`);
  return exit.done;
}

const usage = (title: string): FailureError =>
  new FailureError({
    code: 'usage/invalid',
    title,
    detail: 'It knows get KEY, set KEY VALUE, list and path.',
    command: 'jenkins-tray config --help',
  });
