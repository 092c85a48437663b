import {
  askedAt,
  asksToReturn,
  asksToTakeOver,
  asksToUpdate,
  consent,
  goesBack,
  hasConsent,
  isAboutBuilds,
  isComeBack,
  isRestart,
  isStartAgain,
  restartOf,
  takenOver,
} from '../../shared/consents.ts';
import { type Failure, FailureError } from '../../shared/failure.ts';
import type { Mode } from '../../shared/mode.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Plan } from '../plan/inputs.ts';
import { isActive } from '../plan/removal.ts';
import { isAside, isBeside } from '../stack/names.ts';
import { isOurs } from '../stack/owner.ts';
import type { Upgrade } from '../world/upgrades.ts';
import type { World } from '../world/world.ts';
import { firstLook } from './first-look.ts';
import { type Observation, observeAndPlan, planAgain } from './observation.ts';
import { Patience, patiently } from './patience.ts';
import { restoreAgreed, restoreOf } from './restore-request.ts';
import { modeNow } from './snapshot-of.ts';
import { draftUpgrade, type UpgradeRequest } from './upgrade-draft.ts';

/** What the user requests: a mode, the consents given with it, and what else to remove. */
export interface ModeRequest {
  readonly mode: Mode;
  /** Ids of the questions with consent; `all` for `--yes`. */
  readonly consents: readonly string[] | 'all';
  readonly purge?: Intent['purge'];
  /** Consents that no question asks for, beside `all`: an update. */
  readonly given?: readonly string[];
  /** Absent: the image stays, or is built from the base in the settings. */
  readonly upgrade?: UpgradeRequest;
  /** A snapshot that becomes the home; absent: the home stays. */
  readonly restore?: string;
}

/** An intent that is not stored yet. */
export interface Draft {
  readonly intent: Intent;
  /** The plan for it. */
  readonly observation: Observation;
  /** Whether it goes on with a pending intent, perhaps of a process that was killed. */
  readonly resumes: boolean;
  /** The upgrade that it begins, not stored either; null: none. */
  readonly upgrade: Upgrade | null;
}

/**
 * Drafts the intent for a request, with its plan. Stores nothing. Throws FailureError if the settings are invalid or
 * the engine is unreachable.
 */
export async function draftIntent(
  world: World,
  version: string,
  request: ModeRequest,
  signal: AbortSignal,
): Promise<Draft> {
  const { settings: now, problem } = world.settings.load();
  if (problem !== null) throw new FailureError(problem);
  const stored = world.intent.load();
  const given = givenIn(request, world.clock.now());
  const { upgrade, settings, given: asked } = draftUpgrade(world, request, given, now);
  const resumes = stored.state === 'pending' && stored.mode === request.mode;
  const restore = restoreOf(stored, request.restore, world.clock.now());
  const newConsents = [...asked, ...restoreAgreed(stored, restore)];
  const draft: Intent = {
    ...stored,
    id: stored.id + 1,
    mode: request.mode,
    state: 'pending',
    consents: newConsents,
    at: world.clock.now(),
    purge: request.purge ?? [],
    failure: null,
    aborted: abortedBefore(stored),
    waitingSince: null,
    ...snapshotBefore(stored),
    ...replacedBefore(stored),
    left: null,
    ...upgradeOf(stored, upgrade, resumes),
    ...restore,
  };
  const options = { settings, preflight: true, version, ...(upgrade === null ? {} : { upgrade }) };
  const patience = new Patience('first look');
  const look = (intent: Intent) =>
    patiently(patience, world.clock, signal, () => observeAndPlan(world, { ...options, intent }, signal));
  const { consents: agreed } = request;
  let observation = await firstLook({ look: () => look(draft), clock: world.clock, resumes, agreed }, signal);
  const from = resumes ? stored.from : modeBefore(stored, observation);
  const before = resumes ? resumedConsents(stored, upgrade) : [];
  const consents = consentsOf(request, before, newConsents, observation.plan);
  const intent: Intent = {
    ...draft,
    from,
    consents: [
      ...new Set([
        ...consents,
        ...stopsOf(observation.plan),
        ...comeBacks(stored, observation),
        ...startAgain(stored, observation),
        ...restarts(stored, observation),
      ]),
    ],
  };
  // A consent may change a step (`chown`), so plan again with the consents.
  if (consents.length > newConsents.length) {
    const { questions } = observation.plan;
    observation = await withConsents(observation, intent, look);
    // A preview shows the questions of the first plan, since in the second all of them have consent.
    if (request.consents === 'all') observation = { ...observation, plan: { ...observation.plan, questions } };
  }
  return { intent, observation, resumes, upgrade };
}

/** The plan for an intent with further consents; looks again only if these need that. */
const withConsents = async (
  before: Observation,
  intent: Intent,
  look: (intent: Intent) => Promise<Observation>,
): Promise<Observation> => planAgain(before, intent) ?? (await look(intent));

/** What an unfinished request has aborted is told at the end of the next one. */
const abortedBefore = ({ state, aborted = null }: Intent): Failure | null => (state === 'pending' ? aborted : null);

/** The snapshot that an unfinished request has made is one of the next request as well. */
const snapshotBefore = ({ state, snapshot = null }: Intent): Pick<Intent, 'snapshot'> =>
  snapshot === null ? {} : { snapshot: state === 'pending' ? snapshot : null };

/** The home that an unfinished request has replaced is told at the end of the next one, and no later. */
const replacedBefore = ({ state, replacedHome = null }: Intent): Pick<Intent, 'replacedHome'> =>
  replacedHome === null ? {} : { replacedHome: state === 'pending' ? replacedHome : null };

/** What the intent says of its upgrade: the one that begins, or the one that is gone on with. */
function upgradeOf({ upgrade = null }: Intent, begins: Upgrade | null, resumes: boolean): Pick<Intent, 'upgrade'> {
  if (begins !== null) return { upgrade: begins.at };
  return upgrade === null || resumes ? {} : { upgrade: null };
}

/** Whether a consent of an unfinished request holds for another upgrade as well. */
const holdsForAny = (id: string): boolean => !asksToUpdate(id) && !asksToReturn(id) && !goesBack(id);

/** The mode to go back to. What runs during an interrupted way back may be what never became ready. */
const modeBefore = (stored: Intent, { facts, scope }: Observation): Mode =>
  stored.state === 'pending' && hasConsent(stored.consents, consent.reuseUnchanged())
    ? stored.mode
    : modeNow(facts, stored, scope.names);

/** The consents that came with a request. An update is known by its time, which the window cannot choose. */
const givenIn = ({ consents, given = [] }: ModeRequest, now: number): readonly string[] =>
  [...given, ...(consents === 'all' ? [] : consents)].map((id) => (asksToUpdate(id) ? askedAt(id, now) : id));

/**
 * A change that is being undone is asked for again by a new request; the way back to another mode goes on. Whether it waits
 * for builds, each request says itself.
 */
function resumedConsents({ consents }: Intent, begins: Upgrade | null): readonly string[] {
  const kept = consents.filter((id) => !isAboutBuilds(id) && (begins === null || holdsForAny(id)));
  return hasConsent(kept, consent.undoChange()) ? kept.filter((id) => !goesBack(id)) : kept;
}

/** Whether the requested state is already reached and stored as the intent. */
export const isReached = ({ mode }: ModeRequest, stored: Intent, { steps }: Plan): boolean =>
  steps.length === 0 &&
  stored.mode === mode &&
  stored.state === 'settled' &&
  stored.failure === null &&
  stored.left === null;

/** The consents: for all questions of the plan, or those given now and `before`. */
const consentsOf = (
  { consents }: ModeRequest,
  before: readonly string[],
  given: readonly string[],
  { questions }: Plan,
): readonly string[] => {
  if (consents !== 'all') return [...new Set([...before, ...given])];
  // What was taken over has another name by now, by which a rollback finds it.
  const kept = before.filter((id) => asksToUpdate(id) || takenOver([id]).length > 0);
  return [...new Set([...kept, ...given, ...questions.map(({ id }) => id), consent.anyPlugins()])];
};

/**
 * Consents to stop each Jenkins that the plan drains: a process that resumes after a crash may find it stopping, with
 * unknown builds.
 */
const stopsOf = ({ steps }: Plan): readonly string[] =>
  steps.flatMap((step) => (step.kind === 'drain' ? [consent.stopUncounted(step.name)] : []));

/** The containers that a rollback brings back: what is there now, unless an unfinished request has replaced some already. */
function comeBacks(stored: Intent, { facts, scope }: Observation): readonly string[] {
  const before = stored.state === 'pending' ? stored.consents.filter(isComeBack) : [];
  if (before.length > 0) return before;
  const { jenkins, nestedEngine } = scope.names;
  return [...Object.values(jenkins), nestedEngine].flatMap((wanted) => {
    const named = facts.containers.filter(({ name }) => name === wanted);
    const there =
      named.length > 0 ? named : facts.containers.filter(({ name }) => isBeside(wanted, name) && isAside(name));
    return there.map(({ id }) => consent.comeBack(id));
  });
}

/**
 * The running Jenkins that is taken over, which a rollback starts again, unless an unfinished request stopped it already:
 * that one has another name by now, by which only the consent to its take-over knows it.
 */
function startAgain(stored: Intent, { facts, scope }: Observation): readonly string[] {
  const before = stored.state === 'pending' ? stored.consents.filter(isStartAgain) : [];
  if (before.length > 0) return [...before, ...stored.consents.filter(asksToTakeOver)];
  const { takeOver } = scope.settings.others;
  const known: readonly string[] = Object.values(scope.names.jenkins);
  return facts.containers
    .filter(
      (it) => it.name === takeOver && isActive(it) && !known.includes(takeOver) && !isOurs(it.labels, scope.names),
    )
    .map(({ id }) => consent.startAgain(id));
}

/** How the containers that the user made by hand restart, unless an unfinished request has changed that already. */
function restarts(stored: Intent, { facts, scope }: Observation): readonly string[] {
  const before = stored.state === 'pending' ? stored.consents.filter(isRestart) : [];
  const known = (id: string): boolean => restartOf(before, id) !== null;
  return [
    ...before,
    ...facts.containers
      .filter(({ id, labels }) => !known(id) && !isOurs(labels, scope.names))
      .flatMap(({ id, made }) => (made === null ? [] : [consent.restart(id, made.restart.name, made.restart.retries)])),
  ];
}
