import { buildName, jobName } from '../../shared/build-name.ts';
import { buildTime } from '../../shared/build-time.ts';
import { consent, withoutConsent } from '../../shared/consents.ts';
import { utc } from '../../shared/failures/home-history.ts';
import type { Question } from '../../shared/preview.ts';
import type { Build, Queued } from '../../shared/snapshot.ts';
import type { PreflightFacts } from '../observe/facts.ts';
import type { ContainerFact } from '../world/engine.ts';
import { copyQuestions } from './copy-home.ts';
import { aliasQuestions } from './engine-alias.ts';
import type { Findings } from './findings.ts';
import { besideQuestions, hostQuestions } from './other-questions.ts';
import {
  containerQuestions,
  engineQuestions,
  imageQuestions,
  ownerQuestions,
  volumeQuestions,
} from './owner-questions.ts';
import { openPluginQuestions } from './plugins.ts';
import { buildsOf } from './removal.ts';
import { restoreQuestions } from './restore.ts';
import type { Step } from './steps.ts';
import { returnQuestions } from './upgrade-home.ts';

/** Decisions that only the user can make, before `steps` begin. A consent names its object, so it applies only to that one. */
export function questionsOf(found: Findings, steps: readonly Step[]): readonly Question[] {
  const questions = [
    ownerQuestions,
    returnQuestions,
    restoreQuestions,
    buildQuestions,
    engineQuestions,
    containerQuestions,
    hostQuestions,
    copyQuestions,
    besideQuestions,
    aliasQuestions,
    contextQuestions,
    volumeQuestions,
    imageQuestions,
    leftoverQuestions,
    holderQuestions,
    homeQuestions,
    openPluginQuestions,
  ];
  return questions.flatMap((ask) => ask(found, steps));
}

function buildQuestions(found: Findings, steps: readonly Step[]): Question[] {
  const { facts, hasConsent } = found;
  return steps.flatMap((step) => {
    if (step.kind !== 'drain' || facts.preflight === null) return [];
    const jenkins = facts.containers.find((it) => it.id === step.id);
    const builds = jenkins === undefined ? null : buildsOf(jenkins, found);
    if (builds === null || !builds.ok) {
      if (hasConsent(consent.stopUncounted(step.name))) return [];
      const id = consent.interrupt(step.id);
      return [{ id, text: `Stop ${step.name} without knowing which builds run`, detail: whyUnknown(builds, jenkins) }];
    }
    return knownBuildQuestions(step, builds.value, facts.queue ?? []);
  });
}

/** Builds that are waited for are not stopped, or only those that take longer than the user said. */
function knownBuildQuestions(
  step: Step & { kind: 'drain' },
  builds: readonly Build[],
  queue: readonly Queued[],
): Question[] {
  if (step.wait !== null || withoutConsent(builds, step.agreed).length === 0) return [];
  const id = consent.interrupt(step.id, builds);
  const list = builds.map(buildName).join(', ');
  const count = builds.length === 1 ? 'a running build' : `${builds.length} running builds`;
  const detail = [
    'Pipelines continue after the restart, though a shell step that is cut off fails; other builds are aborted.',
    ...builds.map((build) => `${buildName(build)}: ${buildTime(build)}`),
    ...waitingText(queue),
  ].join('\n');
  return [{ id, text: `Stop ${count}: ${list}`, detail }];
}

/** Jobs in the queue that are named at once. */
const MAX_QUEUED = 5;

function waitingText(queue: readonly Queued[]): readonly string[] {
  if (queue.length === 0) return [];
  const named = queue.slice(0, MAX_QUEUED).map(({ job }) => jobName(job));
  const more = queue.length > MAX_QUEUED ? ` and ${queue.length - MAX_QUEUED} more` : '';
  return [`In the queue, which is kept: ${named.join(', ')}${more}`];
}

function whyUnknown(builds: PreflightFacts['builds'], jenkins: ContainerFact | undefined): string {
  if (builds?.ok === false) {
    const { title, detail, fix, command } = builds.failure;
    const instead = fix === undefined ? '' : ` To see them: ${fix}${command === undefined ? '' : ` ${command}`}`;
    return `${title}. ${detail}${instead}`;
  }
  return jenkins?.state === 'paused'
    ? `It is paused: docker unpause ${jenkins.name}`
    : 'It was not asked for its builds.';
}

function contextQuestions({ facts: { context }, names }: Findings, steps: readonly Step[]): Question[] {
  if (context === null || context.instance === names.instance) return [];
  if (!steps.some(({ kind }) => kind === 'write-context')) return [];
  return [
    {
      id: consent.replaceContext(context.name, context.host),
      text: `Replace the Docker context ${context.name}, which Jenkins Tray did not write`,
      detail: `It connects to ${context.host}. To stop publishing the nested engine instead: jenkins-tray config unset nested.publishPort`,
    },
  ];
}

function leftoverQuestions({ leftovers }: Findings, steps: readonly Step[]): Question[] {
  const ended = new Set(steps.flatMap((step) => (step.kind === 'end-leftover' ? [step.id] : [])));
  return leftovers
    .filter(({ container }) => ended.has(container.id))
    .map(({ container: { id, name, image }, mount, mounts }) => ({
      id: consent.endLeftover(id),
      text: mounts === 'inside' ? `Stop ${name}, left over from a build` : `Stop ${name}, which has the home mounted`,
      detail:
        mounts === 'inside'
          ? `It runs ${image} and has a folder of the home mounted, which only one Jenkins may use at a time.`
          : `It runs ${image} and can write to ${mount.source}. A read-only mount (ro) may stay.`,
    }));
}

function holderQuestions({ facts, home }: Findings, steps: readonly Step[]): Question[] {
  const holder = facts.preflight?.holder ?? null;
  if (holder === null || holder.beats || holder.isOwn || !steps.some(({ kind }) => kind === 'check-home')) return [];
  const { host, instance, since, last, line } = holder;
  return [
    {
      id: consent.takeHome(line),
      text: `Take the home over from ${host}, whose Jenkins does not answer`,
      detail: `${home} has been used by a Jenkins on ${host} (instance ${instance}) since ${utc(since)}, and it was last heard of at ${utc(last)}, by its own clock. Say yes only if this is a copy of its home, or if it is dead, and not merely cut off: two Jenkins that share a home damage it. If it comes back, it sees this and ends.`,
    },
  ];
}

function homeQuestions({ facts, home, settings }: Findings, steps: readonly Step[]): Question[] {
  if (!steps.some(({ kind }) => kind === 'check-home')) return [];
  if (facts.home.kind === 'missing' && settings.home !== '')
    return [
      {
        id: consent.createHome(home),
        text: `Create the folder ${home}`,
        detail: 'It does not exist yet. If its disk is not mounted, decline and mount it first.',
      },
    ];
  if (facts.home.kind !== 'folder' || facts.home.writable !== false) return [];
  const owner = facts.home.ownerUid === null ? 'another user' : `user ${facts.home.ownerUid}`;
  return [
    {
      id: consent.chownHome(home),
      text: `Give ownership of ${home} to Jenkins (uid 1000)`,
      detail: `It belongs to ${owner}, so Jenkins cannot write to it.`,
    },
  ];
}
