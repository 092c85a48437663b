import * as z from 'zod/mini';
import type { Ring } from './ring.ts';
import { emptyTrack, MAX_GPUS, type Track } from './track.ts';

/** The first bytes of a file in this format. */
const MAGIC = 'jenkins-tray-gpu-1';
const LINE_FEED = 10;

const headSchema = z.array(
  z.object({
    uuid: z.string(),
    index: z.number(),
    name: z.string(),
    memoryTotalBytes: z.nullable(z.number()),
    powerLimitWatts: z.nullable(z.number()),
    seen: z.number(),
    fineHead: z.int(),
    coarseHead: z.int(),
  }),
);

/** Writes a line of JSON, then the rings' bytes one after another. */
export function serialise(tracks: readonly Track[]): Uint8Array {
  const head = tracks.map(({ fine, coarse, ...rest }) => ({ ...rest, fineHead: fine.head, coarseHead: coarse.head }));
  const text = new TextEncoder().encode(`${MAGIC}${JSON.stringify(head)}\n`);
  const rings = tracks.flatMap(({ fine, coarse }) => [fine.values, coarse.values]);
  const bytes = new Uint8Array(text.length + rings.reduce((sum, ring) => sum + ring.byteLength, 0));
  bytes.set(text);
  let at = text.length;
  for (const ring of rings) {
    bytes.set(new Uint8Array(ring.buffer), at);
    at += ring.byteLength;
  }
  return bytes;
}

/** Reads the result of `serialise`, by UUID: the complete tracks of a truncated file, none of a damaged one. */
export function restore(bytes: Uint8Array): Map<string, Track> {
  const end = bytes.indexOf(LINE_FEED);
  const tracks = new Map<string, Track>();
  let at = end + 1;
  for (const { fineHead, coarseHead, ...rest } of readHead(bytes.subarray(0, Math.max(0, end)))) {
    const track = { ...emptyTrack(rest.uuid), ...rest };
    for (const [ring, head] of [
      [track.fine, fineHead],
      [track.coarse, coarseHead],
    ] as const) {
      if (!fill(ring, head, bytes.slice(at, at + ring.values.byteLength))) return tracks;
      at += ring.values.byteLength;
    }
    tracks.set(track.uuid, track);
  }
  return tracks;
}

function readHead(bytes: Uint8Array): z.infer<typeof headSchema> {
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith(MAGIC)) return [];
  try {
    const head = headSchema.safeParse(JSON.parse(text.slice(MAGIC.length)));
    return head.success ? head.data.slice(0, MAX_GPUS) : [];
  } catch {
    return []; // A damaged file reads as empty.
  }
}

function fill(ring: Ring, head: number, part: Uint8Array): boolean {
  if (part.byteLength !== ring.values.byteLength) return false;
  ring.values.set(new Float32Array(part.buffer));
  ring.head = head;
  return true;
}
