import type { UpgradeRequest } from '../../electron/core/control/upgrade-draft.ts';
import { consent } from '../../electron/shared/consents.ts';
import type { Result } from '../../electron/shared/failure.ts';
import { defaultSettings } from '../../electron/shared/settings.ts';
import type { Snapshot } from '../../electron/shared/snapshot.ts';
import type { PlannedFault } from './model-engine/faults.ts';
import { Machine } from './model-engine/machine.ts';

/** Upgrades of the Jenkins of a machine in DooD, and their ways back. */

export const BEFORE = defaultSettings.images.jenkinsBase;
export const AFTER = 'jenkins/jenkins:2.600.1-jdk21';
const to: UpgradeRequest = { kind: 'to', base: AFTER, keepsHome: true };
export const upgradeRequest = { consents: 'all', given: [consent.upgrade(0)], upgrade: to } as const;
export const backRequest = { consents: 'all', upgrade: { kind: 'back' } } as const;

type Done = Promise<Result<Snapshot>>;
export const upgrade = (machine: Machine, faults: readonly PlannedFault[] = []): Done =>
  machine.process(faults).controller.fulfil({ mode: 'dood', ...upgradeRequest });
export const back = (machine: Machine): Done => machine.process().controller.fulfil({ mode: 'dood', ...backRequest });
export const imageOf = (machine: Machine, name: string): string | undefined =>
  machine.engine.images.find((it) => it.names.includes(name))?.id;
export const runningImage = (machine: Machine): string | undefined => machine.jenkinsOnHome()[0]?.imageId;

/** A machine that soon gives up a Jenkins which does not become ready, and the image of the one before an upgrade. */
export async function impatient(): Promise<{ readonly machine: Machine; readonly old: string | undefined }> {
  const machine = await Machine.running('dood');
  machine.settings = { ...machine.settings, timeouts: { ...machine.settings.timeouts, ready: 5 } };
  machine.behaviour = () => ({ readyAfter: 150 });
  return { machine, old: runningImage(machine) };
}

/** The upgraded Jenkins never becomes ready. */
export function breakNew(machine: Machine): void {
  const old = new Set(machine.engine.images.map(({ id }) => id));
  machine.behaviour = ({ imageId }) => (old.has(imageId) ? { readyAfter: 150 } : { readyAfter: null });
}
