import { consent, hasConsent } from '../../shared/consents.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';

/** Remembers the consent to use what an app version without owner labels created, so that it is asked for once. */
export async function adoptIfAgreed({ owner, settings }: World, { consents }: Intent): Promise<void> {
  const { instance } = namesOf(settings.load().settings.instance);
  if (hasConsent(consents, consent.adopt(instance))) await owner.adopt(instance);
}
