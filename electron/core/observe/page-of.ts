import type { Place } from '../stack/page-url.ts';
import type { Page } from '../world/jenkins.ts';
import type { World } from '../world/world.ts';
import { toldBuilds } from './builds-channel.ts';

/**
 * The page of the Jenkins at a place. A proxy of the base image may answer for it, with a login of its own (302, 401, 403)
 * and without Jenkins' version; then the script in our image says whether Jenkins is up.
 */
export async function pageOf(
  { engine, clock, jenkins }: Pick<World, 'engine' | 'clock' | 'jenkins'>,
  { url, prefix, script }: Pick<Place, 'url' | 'prefix' | 'script'>,
  signal: AbortSignal,
): Promise<Page> {
  const page = await jenkins.page(url, signal, prefix);
  if (page.kind !== 'starting' || page.stranger !== true || script === undefined) return page;
  const told = await toldBuilds({ engine, clock }, script, signal);
  return told === null ? page : { kind: 'ready', version: '' };
}
