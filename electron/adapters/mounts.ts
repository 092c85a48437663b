import { readFileSync } from 'node:fs';

/** The mount that contains a path, from /proc/self/mountinfo (proc(5)), which asks no disk. */
interface MountFact {
  /** It, or its disk, is mounted read-only. */
  readonly readOnly: boolean;
  readonly propagation: 'rslave' | 'rprivate';
}

/** Null if /proc is not readable. */
export function mountOf(path: string): MountFact | null {
  let text: string;
  try {
    text = readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return null;
  }
  const holds = (point: string): boolean => point === '/' || path === point || path.startsWith(`${point}/`);
  const mounts = text
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap((fields) => {
      const point = unescaped(fields[4] ?? '');
      return point !== '' && holds(point) ? [{ point, fields }] : [];
    });
  if (mounts.length === 0) return null;
  const { fields } = mounts.reduce((best, next) => (next.point.length >= best.point.length ? next : best));
  const optional = fields.slice(6, fields.indexOf('-'));
  return {
    readOnly: [fields[5], fields.at(-1)].some((options) => options?.split(',').includes('ro')),
    // Docker refuses `rslave` on a mount that is neither shared nor a slave.
    propagation: optional.some((field) => /^(shared|master):/.test(field)) ? 'rslave' : 'rprivate',
  };
}

/** Spaces and such are octal, as `\040`. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
