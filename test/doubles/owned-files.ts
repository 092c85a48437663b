import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** By default uid 1000 owns it, and nobody else may look at it. */
interface Owned {
  readonly mode?: number;
  readonly owner?: number;
}

/** Makes files and folders below one that a test has now, as if their owner had made them; needs root. */
export function ownedFiles(root: () => string) {
  const own = (name: string, mode: number, owner: number): void => {
    chmodSync(join(root(), name), mode);
    chownSync(join(root(), name), owner, owner);
  };
  return {
    put(name: string, content: string | Buffer = '', { mode = 0o600, owner = 1000 }: Owned = {}): void {
      writeFileSync(join(root(), name), content);
      own(name, mode, owner);
    },
    folder(name: string, { mode = 0o700, owner = 1000 }: Owned = {}): void {
      mkdirSync(join(root(), name));
      own(name, mode, owner);
    },
  };
}
