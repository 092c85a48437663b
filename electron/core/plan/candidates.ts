import { consent, hasConsent } from '../../shared/consents.ts';
import type { Facts } from '../observe/facts.ts';
import { isAside, isBeside, isKept, keptName } from '../stack/names.ts';
import type { Stack } from '../stack/stack.ts';
import type { ContainerFact } from '../world/engine.ts';
import type { ContainerSpec } from '../world/specs.ts';
import type { Findings } from './findings.ts';
import { isUsable, reasonToReplace } from './replace.ts';
import type { Step } from './steps.ts';

/** Ours that were put aside for this name, or are to take it, newest first. */
export const besideOf = (
  name: string,
  { facts, isOurs }: Pick<Findings, 'facts' | 'isOurs'>,
): readonly ContainerFact[] =>
  facts.containers
    .filter((it) => isBeside(name, it.name) && isOurs(it))
    .sort((a, b) => b.createdAt - a.createdAt || a.name.localeCompare(b.name));

/** Whether these steps replace a container, or what ran before an interrupted replacement is still there to come back. */
export const isReplacing = (
  steps: readonly Step[],
  { containers }: Pick<Facts, 'containers'>,
  consents: readonly string[],
): boolean =>
  steps.some((step) => step.kind === 'put-aside' || (step.kind === 'rename' && comesBack(consents, step.id))) ||
  containers.some(({ name, id }) => (isAside(name) || isKept(name, id)) && comesBack(consents, id));

const comesBack = (consents: readonly string[], id: string): boolean => hasConsent(consents, consent.comeBack(id));

/** The existing container, under its name or beside it, that runs next; null if one must be created. */
export function chosenFor(spec: ContainerSpec, found: Findings): ContainerFact | null {
  const existing = found.containerNamed(spec.name);
  const kept = found.facts.containers.filter(({ name, id }) => name === keptName(spec.name, id));
  const all = [...(existing === undefined ? [] : [existing]), ...besideOf(spec.name, found), ...kept];
  const fits = all.filter((it) => isUsable(it, spec, found) && reasonToReplace(it, spec, found) === null);
  // On the way back, what ran before the change comes before the container that failed.
  const back = found.hasConsent(consent.reuseUnchanged())
    ? fits.find(({ id }) => found.hasConsent(consent.comeBack(id)))
    : undefined;
  return back ?? fits[0] ?? null;
}

/** The hand-made Jenkins that a rollback brings back, as it was; null if there is none. */
export function handMadeBack({ containers }: Stack, found: Findings): ContainerFact | null {
  const jenkins = containers.find(({ role }) => role === 'jenkins');
  const back = jenkins === undefined ? null : chosenFor(jenkins, found);
  return back !== null && !found.isOurs(back) ? back : null;
}
