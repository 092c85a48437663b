import { jobPath } from '../shared/build-name.ts';

/** A build among Jenkins' items, as far as it was looked at. */
export interface Found {
  /** The path of its job: `/job/team/job/train/`; empty if unknown. */
  readonly job: string;
  readonly number: number;
  /** Milliseconds since 1970; 0: unknown. */
  readonly timestamp: number;
  /** Differs once it has ended, or a newer one has begun. */
  readonly state: string;
  /** What Jenkins answered. */
  readonly build: unknown;
}

/**
 * The builds of all items, below all folders; null if it is no such document. By hand, since a schema takes a multiple of the
 * time for thousands of jobs, and the app's window and tray wait meanwhile.
 */
export function foundIn(document: unknown): readonly Found[] | null {
  const found: Found[] = [];
  const folders: unknown[] = [document];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const jobs = listIn(folder, 'jobs');
    const builds = listIn(folder, 'builds');
    if (jobs === null || builds === null) return null;
    folders.push(...jobs.filter(isPresent));
    found.push(...builds.filter(isPresent).map(lookedAt));
  }
  return found;
}

const isPresent = (item: unknown): boolean => item !== null && item !== undefined;

/** Empty if the property is missing, as items that are neither job nor folder have none; null if it is no list. */
function listIn(bean: unknown, name: string): readonly unknown[] | null {
  const list = propertyOf(bean, name);
  if (list === null || list === undefined) return [];
  return Array.isArray(list) ? list : null;
}

function lookedAt(build: unknown): Found {
  const url = propertyOf(build, 'url');
  const path = typeof url === 'string' ? jobPath(url) : null;
  const number = numberIn(build, 'number');
  return {
    job: path === null ? '' : path.slice(0, path.lastIndexOf('/', path.length - 2) + 1),
    number: path === null ? 0 : number,
    timestamp: numberIn(build, 'timestamp'),
    state: `${number} ${propertyOf(build, 'building') === true}`,
    build,
  };
}

function numberIn(bean: unknown, name: string): number {
  const value = propertyOf(bean, name);
  return typeof value === 'number' ? value : 0;
}

const propertyOf = (bean: unknown, name: string): unknown =>
  typeof bean === 'object' && bean !== null ? Reflect.get(bean, name) : undefined;
