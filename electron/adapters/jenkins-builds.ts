import * as z from 'zod/mini';
import { oldestFirst } from '../core/observe/build-list.ts';
import type { Build } from '../shared/snapshot.ts';
import { BUILD_FIELDS, build, buildOf, present } from './jenkins-build.ts';

const executors = z.nullish(
  z.array(z.nullish(z.object({ idle: z.nullish(z.boolean()), currentExecutable: z.nullish(build) }))),
);

/** `/computer/api/json`: what each executor of each agent runs. */
export const computers = z.object({
  busyExecutors: z.nullish(z.number()),
  computer: z.nullish(
    z.array(z.nullish(z.object({ idle: z.nullish(z.boolean()), executors, oneOffExecutors: executors }))),
  ),
});
export type Computers = z.infer<typeof computers>;
/** The query for `computers`: its size grows with executors, not with jobs. */
export const COMPUTERS_PATH = (() => {
  const executor = `idle,currentExecutable[${BUILD_FIELDS},estimatedDuration]`;
  return `/computer/api/json?tree=busyExecutors,computer[idle,executors[${executor}],oneOffExecutors[${executor}]]`;
})();

/**
 * The running builds without duplicates, oldest first. A Pipeline has its own one-off (flyweight) executor, and others for
 * its steps, which tell less: the former comes first. `base`: the address of Jenkins' page.
 */
export function runningBuilds({ computer }: Computers, base: string): readonly Build[] {
  const all = present(computer);
  const executables = [
    ...all.flatMap((it) => present(it.oneOffExecutors)),
    ...all.flatMap((it) => present(it.executors)),
  ].flatMap(({ currentExecutable: it }) => (typeof it?.url === 'string' ? [it] : []));
  const running = new Map<string, Build>();
  for (const executable of executables) {
    // What an executor runs is running, also while its result is known already.
    const found = buildOf({ ...executable, building: true }, base);
    if (!running.has(found.url)) running.set(found.url, found);
  }
  return oldestFirst([...running.values()]);
}

/**
 * What runs that the answer does not show, by its executor: Jenkins tells users without the permission Job/Read that an
 * executor is busy, with `null` in place of its build. Each executor's own `idle` counts; where none has it, the totals do.
 */
export function unshown({ busyExecutors, computer }: Computers): readonly string[] {
  const computers = present(computer);
  const all = computers.flatMap((it, at) =>
    executorsOf(it).map((executor, place) => ({ ...executor, name: `${at} ${place}` })),
  );
  const busy = all.filter((it) => it.idle === false && !hasBuild(it)).map(({ name }) => name);
  if (busy.length > 0 || all.some(({ idle }) => typeof idle === 'boolean')) return busy;
  const isMore = (busyExecutors ?? 0) > all.filter(hasBuild).length;
  return isMore || computers.some((it) => it.idle === false && !executorsOf(it).some(hasBuild)) ? ['one of them'] : [];
}

type Executors = z.infer<typeof executors>;
const executorsOf = (computer: { readonly executors?: Executors; readonly oneOffExecutors?: Executors }) => [
  ...present(computer.executors),
  ...present(computer.oneOffExecutors),
];
const hasBuild = ({ currentExecutable }: { readonly currentExecutable?: unknown }): boolean =>
  currentExecutable !== null && currentExecutable !== undefined;
