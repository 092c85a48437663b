import { statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { SocketGroups } from '../core/world/stores.ts';
import { readJson, writeJson } from './json-file.ts';

const schema = z.object({ socket: z.string(), identity: z.string(), group: z.string() });

/**
 * The group of the engine's socket inside containers. Finding it takes a one-shot container and half a second, so it is
 * cached while the socket is the same file: a restarted engine creates a new one.
 */
export function createSocketGroup(configDir: string): SocketGroups {
  const path = join(configDir, 'socket-group.json');
  return {
    async remembered(socket) {
      const identity = identityOf(socket);
      const content = readJson(path);
      const parsed = content.kind === 'json' ? schema.safeParse(content.value) : null;
      if (identity === null || parsed?.success !== true) return null;
      return parsed.data.socket === socket && parsed.data.identity === identity ? parsed.data.group : null;
    },
    async remember(socket, group) {
      const identity = identityOf(socket);
      if (identity !== null) await writeJson(path, { socket, identity, group });
    },
  };
}

/** Null if this user has no access. */
function identityOf(socket: string): string | null {
  try {
    const { dev, ino, ctimeNs } = statSync(socket, { bigint: true });
    return `${dev}:${ino}:${ctimeNs}`;
  } catch {
    return null;
  }
}
