import { goesBack } from '../../shared/consents.ts';
import { otherMode } from '../../shared/mode.ts';
import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import { hasOurHome } from './others.ts';
import { isActive } from './removal.ts';
import type { Step } from './steps.ts';
import { upgrading } from './upgrade.ts';
import { imageForHome } from './upgrade-home.ts';

type SnapshotStep = Step & { kind: 'snapshot-home' };

/**
 * With a snapshot of the home before the Jenkins that has it stops: its page stays up while the home is packed. Where builds
 * go on, as Pipelines do, or are not known, none is made then, but by `keepHomeSteps`, once Jenkins is stopped.
 */
export function withSnapshot(steps: readonly Step[], found: Findings, starts: boolean): Step[] {
  const known: readonly string[] = Object.values(found.names.jenkins);
  const drained = steps.find((it) => it.kind === 'drain' && known.includes(it.name));
  // The Jenkins of another home, which is taken over, still runs on it then.
  const jenkins = drained?.kind === 'drain' ? found.containerNamed(drained.name) : undefined;
  if (jenkins !== undefined && !hasOurHome(jenkins, found)) return [...steps];
  const step = snapshotStep(found, starts);
  const at = steps.findIndex((it) => it.kind === 'stop' && drained?.kind === 'drain' && it.id === drained.id);
  if (step === null || drained?.kind !== 'drain' || at === -1) return [...steps];
  const { name, id, url } = drained;
  return [...steps.slice(0, at), { ...step, jenkins: { name, id, url } }, ...steps.slice(at)];
}

/** Keeps the home as it is, once no Jenkins runs on it and before the new one starts. */
export function keepHomeSteps(found: Findings, starts: boolean): Step[] {
  const step = snapshotStep(found, starts);
  return step === null ? [] : [step];
}

function snapshotStep(found: Findings, starts: boolean): SnapshotStep | null {
  const { kind, empty, fresh } = found.facts.home;
  const isNew = kind === 'missing' || empty === true || fresh === true;
  const reason = reasonOf(found);
  const image = imageForHome(found) ?? found.stack?.containers.find(({ role }) => role === 'jenkins')?.body.Image;
  if (reason === null || !starts || isNew || image === undefined) return null;
  const why = cause(`home ${found.home}`, 'not kept', `kept as it is before the ${reason}`);
  return { kind: 'snapshot-home', home: found.home, image, reason, jenkins: null, cause: why };
}

/**
 * Before what the home is still to be kept; null: nothing, or it is kept. What was saved of a Jenkins that runs on after all,
 * since the request was cut off before it stopped, lacks what that has done since.
 */
function reasonOf(found: Findings): SnapshotStep['reason'] | null {
  const { intent, settings, names } = found;
  const upgrade = upgrading(found);
  const runsOn = (name: string): boolean => found.jenkins.some((it) => it.name === name && isActive(it));
  if (upgrade?.keepsHome === true) {
    const isBefore = !upgrade.started && Object.values(names.jenkins).some(runsOn);
    return upgrade.snapshot === null || isBefore ? 'upgrade' : null;
  }
  if (!settings.snapshots.beforeSwitch || intent.mode === 'off' || intent.consents.some(goesBack)) return null;
  // One that an interrupted switch has stopped already is still there.
  const other = names.jenkins[otherMode(intent.mode)];
  const isKept = (intent.snapshot ?? null) !== null && !runsOn(other);
  return found.containerNamed(other) !== undefined && !isKept ? 'switch' : null;
}
