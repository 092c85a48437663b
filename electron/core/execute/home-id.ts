import { withHome } from '../stack/labels.ts';
import type { ContainerSpec } from '../world/specs.ts';
import type { Execution } from './execution.ts';

/**
 * Jenkins' create body with the home's id as a label, which is part of no hash: it is random. A home that an older app
 * version marked becomes known here.
 */
export async function withHomeId(spec: ContainerSpec, { world }: Execution): Promise<ContainerSpec> {
  if (spec.role !== 'jenkins') return spec;
  const { home, homes } = world;
  const id = (await homes.known(home)) ?? homes.newId();
  await homes.remember(home, id);
  return { ...spec, body: { ...spec.body, Labels: withHome(spec.body.Labels, id) } };
}
