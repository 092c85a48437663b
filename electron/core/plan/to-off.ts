import { JENKINS_MODES } from '../../shared/mode.ts';
import { isOurs } from '../stack/labels.ts';
import { contextGone } from './docker-context.ts';
import type { PlanInputs } from './inputs.ts';
import { away, cause, drained, lives, stop } from './parts.ts';
import type { Step } from './steps.ts';

/** What a crash left of a pass's one-shot container. */
export function oneShotLeftoverSteps({ facts, names, settings }: PlanInputs): Step[] {
  const probe = facts.containers.find(({ name, labels }) => name === names.probe && isOurs(labels, names.instance));
  if (probe === undefined) return [];
  return [...(lives(probe) ? [stop(probe, settings, 'gone')] : []), ...away(probe, names)];
}

/** Everything of ours ends; the home, and images and volumes unless asked for, stay. */
export function stepsToOff(inputs: PlanInputs): Step[] {
  const { facts, intent, names, settings } = inputs;
  const ours = (it: { readonly labels: Readonly<Record<string, string>> }) => isOurs(it.labels, names.instance);
  const steps: Step[] = oneShotLeftoverSteps(inputs);
  for (const mode of JENKINS_MODES) {
    const jenkins = facts.containers.find(({ name }) => name === names.jenkins[mode]);
    if (jenkins === undefined || !ours(jenkins)) continue;
    if (lives(jenkins)) steps.push(...drained(jenkins, mode, inputs, 'off'));
    steps.push(...away(jenkins, names));
  }
  const engine = facts.containers.find(({ name }) => name === names.engine);
  if (engine !== undefined && ours(engine)) {
    if (lives(engine)) steps.push(stop(engine, settings, 'off'));
    steps.push(...away(engine, names));
  }
  steps.push(...contextGone(inputs));
  const gone = (kind: 'network' | 'volume' | 'image', name: string) => ({
    name,
    cause: cause(`${kind} ${name}`, 'there', 'gone'),
  });
  for (const { name } of facts.networks.filter(ours)) steps.push({ kind: 'remove-network', ...gone('network', name) });
  if (intent.purge.includes('volumes')) {
    for (const { name } of facts.volumes.filter(ours)) steps.push({ kind: 'remove-volume', ...gone('volume', name) });
  }
  if (intent.purge.includes('images')) {
    for (const { name } of facts.images.filter(ours)) steps.push({ kind: 'remove-image', ...gone('image', name) });
  }
  return steps;
}
