import { consent, hasConsent } from '../../shared/consents.ts';
import { FailureError } from '../../shared/failure.ts';
import { homePluginsUndecided } from '../../shared/failures/home-plugins.ts';
import { pluginQuestions } from '../plan/plugins.ts';
import type { Step } from '../plan/steps.ts';
import { homeBind } from '../stack/one-shot.ts';
import type { PluginLook } from '../world/plugins.ts';
import type { Execution } from './execution.ts';
import { runHomeScript } from './home-script.ts';
import { LIST_PLUGINS, pluginLists } from './plugin-list.ts';
import { lackedBy, notLoading, pluginsAfter, upgrades } from './plugin-set.ts';

/** Reading some hundred archives from a slow disk. */
const MAX_WAIT_MS = 300_000;

/**
 * Compares the plugins of a home with the image's, and remembers what it found. Throws `home/plugins` where the user must
 * decide first: the next request asks. Where the older ones are to be replaced, the check of the home prepares that.
 */
export async function comparePlugins(
  step: Step & { kind: 'compare-plugins' },
  run: Execution,
  signal: AbortSignal,
): Promise<void> {
  const { homes, clock } = run.world;
  const { home, image } = step;
  const { exitCode, stdout } = await runHomeScript(
    {
      image,
      script: LIST_PLUGINS,
      args: [home],
      user: '0',
      binds: [
        step.from === null ? homeBind(home, run.world, true) : { source: step.from, target: home, readOnly: true },
      ],
      timeoutMs: MAX_WAIT_MS,
    },
    run,
    signal,
  );
  // One that was begun and interrupted keeps the copy of what there was at first.
  const begun = homes.pluginLook(home)?.keptAs ?? null;
  const look = lookAt(stdout, step.isTakenOver);
  if (look === null) return begun === null && exitCode === 0 ? homes.rememberPlugins(home, null) : undefined;
  const questions = pluginQuestions(home, look);
  const isOpen =
    !hasConsent(step.consents, consent.anyPlugins()) && questions.some(({ id }) => !hasConsent(step.consents, id));
  const replaces = questions.some(({ id }) => id === consent.upgradePlugins(look.older));
  const keptAs = replaces && !isOpen ? `plugins-${stamp(clock.now())}` : null;
  for (const line of told(look)) run.output(line);
  await homes.rememberPlugins(home, isOpen || replaces || begun !== null ? { ...look, keptAs: begun ?? keptAs } : null);
  if (isOpen) throw new FailureError(homePluginsUndecided(questions));
}

/** What a listing says; null: the home has no plugins. */
function lookAt(listing: string, isTakenOver: boolean): PluginLook | null {
  const lists = pluginLists(listing);
  if (lists.home.length === 0) return null;
  return {
    older: upgrades(lists),
    failing: notLoading(pluginsAfter(lists, false), lists),
    failingAfter: notLoading(pluginsAfter(lists, true), lists),
    lacking: lackedBy(lists),
    isTakenOver,
    keptAs: null,
  };
}

const told = ({ failing, lacking, isTakenOver }: PluginLook): readonly string[] => [
  ...failing.map(({ name, why }) => `The plugin ${name} would not load as it is: it ${why}`),
  ...(isTakenOver && lacking.length > 0
    ? [`The image does not have these plugins of the home: ${lacking.join(', ')}`]
    : []),
];

/** `20260301-120000`, UTC. */
const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
