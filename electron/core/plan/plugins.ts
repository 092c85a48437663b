import { consent, decidesPlugins, goesBack } from '../../shared/consents.ts';
import { count } from '../../shared/format.ts';
import type { Question } from '../../shared/preview.ts';
import type { FailingPlugin, PluginLook } from '../world/plugins.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import { isActive } from './removal.ts';
import type { Step } from './steps.ts';

/** The plugins of a home that is taken over, or gets another image: compared first, replaced on consent, and put back. */

/** Compares the plugins where a home is checked, or of the one that is copied there; a new home has none. */
export function comparePluginsSteps(
  { facts, home, intent, knownHome }: Findings,
  checks: readonly Step[],
  copies: readonly Step[],
): Step[] {
  const { empty, fresh, kind } = facts.home;
  const from = copies.flatMap((step) => (step.kind === 'copy-home' ? [step.from] : []))[0] ?? null;
  const mayHavePlugins = (kind === 'folder' || kind === 'unknown') && empty !== true && fresh !== true;
  if ((from === null && !mayHavePlugins) || intent.consents.some(goesBack)) return [];
  return checks.flatMap((step): Step[] =>
    step.kind === 'check-home'
      ? [
          {
            kind: 'compare-plugins',
            home,
            from,
            image: step.image,
            // Also after a take-over that failed, which has marked it.
            isTakenOver: knownHome === null || facts.pluginLook?.isTakenOver === true,
            consents: intent.consents.filter(decidesPlugins),
            cause: cause(`plugins of ${home}`, 'not compared', 'as the image needs them'),
          },
        ]
      : [],
  );
}

/**
 * Puts the plugins back, if an upgrade was begun and the Jenkins before it comes back, or none is to run. Not where ours is
 * ready with the newer ones: only the request was cut off.
 */
export function putBackPluginsSteps({ facts, home, intent, isOurs, jenkins, names }: Findings): Step[] {
  const keptAs = facts.pluginLook?.keptAs ?? null;
  const isReady = facts.page?.kind === 'ready' && jenkins.some((it) => isActive(it) && isOurs(it));
  if (keptAs === null || !(intent.mode === 'off' ? !isReady : intent.consents.some(goesBack))) return [];
  const image = facts.images.find(({ name }) => name === names.images.dind || name === names.images.dood);
  if (image === undefined) return [];
  const why = cause(`plugins of ${home}`, 'replaced', 'as before');
  return [{ kind: 'put-back-plugins', home, image: image.name, keptAs, cause: why }];
}

/** What the user must decide about a look, before the image runs on the home. */
export function pluginQuestions(home: string, look: PluginLook): readonly Question[] {
  const { older, failing, failingAfter, isTakenOver } = look;
  // Upgrades that help nothing to load are the user's own affair, and what fails on a home of ours did so before.
  const helps = failing.some(({ name }) => !failingAfter.some((it) => it.name === name));
  const left = helps ? failingAfter : failing;
  return [
    ...(helps ? [upgradeQuestion(home, look)] : []),
    ...(isTakenOver && left.length > 0 ? [withoutQuestion(left, look, older.length > 0 && helps)] : []),
  ];
}

function upgradeQuestion(home: string, { older, failing, failingAfter, lacking, isTakenOver }: PluginLook): Question {
  const left = isTakenOver ? [] : failingAfter;
  return {
    id: consent.upgradePlugins(older),
    text: `Replace ${count(older.length, 'plugin')} of the home with the image’s newer ones: ${older.map(({ name, from, to }) => `${name} ${from} to ${to}`).join(', ')}`,
    detail: [
      `As they are, these would not load: ${list(failing)}.`,
      ...(left.length === 0 ? [] : [`Even then these would not load: ${list(left)}.`]),
      ...lackingText(lacking),
      `First the folder plugins and the XML files at the top of the home are copied to ${home}/.jenkins-tray/kept, where they stay; they are put back if the Jenkins before comes back.`,
      'To keep these versions instead, say no and use a list of plugins that fits them (setting images.pluginsFile).',
    ].join(' '),
  };
}

const withoutQuestion = (failing: readonly FailingPlugin[], { lacking }: PluginLook, isSecond: boolean): Question => ({
  id: consent.withoutPlugins(failing.map(({ name }) => name)),
  text: `Start Jenkins although ${count(failing.length, 'plugin')} of the home would not load: ${failing.map(({ name }) => name).join(', ')}`,
  detail: [
    `${list(failing)}.`,
    'Jobs that use them fail.',
    ...(isSecond ? [] : lackingText(lacking)),
    'To load them, update plugins in the Jenkins that has the home now, or add what is missing to a list of your own (setting images.pluginsFile).',
  ].join(' '),
});

const list = (failing: readonly FailingPlugin[]): string =>
  failing.map(({ name, why }) => `${name} (${why})`).join('; ');

const lackingText = (lacking: readonly string[]): readonly string[] =>
  lacking.length === 0 ? [] : [`The image does not have these plugins, which stay as they are: ${lacking.join(', ')}.`];

/** Questions of the last look that this plan depends on; none of a look at an image that is built anew. */
export function openPluginQuestions({ facts, home, hasConsent }: Findings, steps: readonly Step[]): Question[] {
  const look = facts.pluginLook ?? null;
  // Once an upgrade has begun, or whatever is asked has consent, nothing is open.
  if (look?.keptAs !== null || hasConsent(consent.anyPlugins())) return [];
  const built = steps.flatMap((step) => (step.kind === 'build-image' ? [step.spec.reference] : []));
  const isAsked = steps.some((step) => step.kind === 'compare-plugins' && !built.includes(step.image));
  return isAsked ? [...pluginQuestions(home, look)] : [];
}
