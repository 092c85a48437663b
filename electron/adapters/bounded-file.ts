import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Larger files are not ours: settings have 2 KB, a request with all its consents below 1 MB. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The content of a file. Throws for what is none, such as a pipe or device that somebody put in its place, or is larger than
 * `max` bytes. Opened without waiting, since a pipe would never have an end.
 */
export function boundedFile(path: string, max = MAX_BYTES): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new Error(`${path} is not a file`);
    if (found.size > max) throw new Error(`${path} has ${found.size} bytes; at most ${max} are read`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
