import { InvalidArgumentError, Option } from 'commander';
import { isMode } from '../shared/mode.ts';

/** A command ends only when this is reached; for scripts that say so. */
export const wait = (): Option => new Option('--wait', 'wait until Jenkins is ready (this is the default)');

/** What happens to running builds before Jenkins stops. */
export const aboutBuilds = (): readonly Option[] => [
  new Option('--when-idle [minutes]', 'first let running builds end, at most so many minutes').argParser(notMode),
  new Option('--requeue', 'queue builds that are aborted again'),
];

/** Where the time of a switch goes. */
export const trace = (): Option =>
  new Option('--trace <file>', 'write each request, wait and step to a file for trace viewers, such as Perfetto');

/** `up --when-idle dind` would take the mode for the minutes, and then miss it. */
function notMode(typed: string): string {
  if (isMode(typed)) throw new InvalidArgumentError(`Put the mode before it: ${typed} --when-idle`);
  return typed;
}
