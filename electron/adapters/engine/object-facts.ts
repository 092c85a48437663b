import type * as z from 'zod/mini';
import type { ImageFact, NetworkUser, VolumeFact } from '../../core/world/engine.ts';
import type { imageRows, networkWithUsers, volume } from './responses.ts';

/** A row of the list of images. */
export const imageFact = (it: z.infer<typeof imageRows>[number]): ImageFact => ({
  id: it.Id,
  // `<none>:<none>` is none; `latest` goes without saying.
  names: (it.RepoTags ?? []).filter((name) => !name.startsWith('<none>')).map((name) => name.replace(/:latest$/, '')),
  labels: it.Labels ?? {},
  bytes: it.Size,
  createdAt: it.Created * 1000,
});

export const volumeFact = (it: z.infer<typeof volume>): VolumeFact => ({
  name: it.Name,
  driver: it.Driver,
  mountpoint: it.Mountpoint ?? '',
  options: it.Options ?? {},
  labels: it.Labels ?? {},
});

/** The containers in an inspected network. */
export const usersIn = ({ Containers }: z.infer<typeof networkWithUsers>): readonly NetworkUser[] =>
  Object.entries(Containers ?? {}).map(([id, it]) => ({ id, name: it?.Name || id.slice(0, 12) }));
