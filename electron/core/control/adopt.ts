import { consent, hasConsent, isBeside } from '../../shared/consents.ts';
import type { Intent } from '../../shared/snapshot.ts';
import { namesOf } from '../stack/names.ts';
import type { World } from '../world/world.ts';

/** Remembers that other Jenkins are left alone, so that it is asked for once. */
export async function leaveIfAgreed({ settings }: World, { consents }: Intent): Promise<void> {
  if (!consents.some(isBeside) || settings.load().settings.others.leave) return;
  // The request has its consent all the same; without the memory of it, it is asked for again.
  await settings.update((now) => ({ ...now, others: { ...now.others, leave: true } })).catch(() => undefined);
}

/** Remembers the consent to use what an app version without owner labels created, so that it is asked for once. */
export async function adoptIfAgreed({ owner, settings }: World, { consents }: Intent): Promise<void> {
  const { instance } = namesOf(settings.load().settings.instance);
  if (hasConsent(consents, consent.adopt(instance))) await owner.adopt(instance);
}
