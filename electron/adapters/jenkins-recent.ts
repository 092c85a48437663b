import * as z from 'zod/mini';
import { buildsUnreadable } from '../shared/failures/jenkins.ts';
import type { Build } from '../shared/snapshot.ts';
import { BUILD_FIELDS, type BuildAnswer, build, buildOf, present } from './jenkins-build.ts';
import type { AskDocument, Asked } from './jenkins-document.ts';
import { type Found, foundIn } from './jenkins-items.ts';

/** Folders within folders: an organisation's repository has its branches at the third level. */
const MAX_DEPTH = 8;
/** Jobs of each folder that are asked for; fewer if Jenkins' answer is too long or too slow. */
const MAX_JOBS: readonly number[] = [1000, 100, 20];
/** Jobs whose earlier builds are asked for: those that ran last. */
const MAX_EXPANDED = 16;
/** Earlier builds of such a job, where there are many such jobs; of few jobs more. */
const MIN_EARLIER = 25;
/** Requests at once: Jenkins answers its users meanwhile. */
const AT_ONCE = 4;

/** Only what is shown is validated, since there may be thousands of jobs. */
const items = z.looseObject({ jobs: z.nullish(z.array(z.unknown())) });
const earlierBuilds = z.object({ builds: z.nullish(z.array(z.nullish(build))) });

/** Of each job in each folder the newest build: Jenkins reads one build's record for each job, and keeps them. */
function overviewPath(jobs: number): string {
  let tree = '';
  for (let depth = 0; depth < MAX_DEPTH; depth += 1)
    tree = `jobs[builds[${BUILD_FIELDS}]{0,1}${tree === '' ? '' : `,${tree}`}]{0,${jobs}}`;
  return `/api/json?tree=${tree}`;
}
/** For Hudson, and for Jenkins before 1.523, which know no ranges and no folders. */
const WITHOUT_RANGES = `/api/json?tree=jobs[builds[${BUILD_FIELDS}]]`;

/** What was learned of one Jenkins. */
interface Known {
  /** Index in `MAX_JOBS`; null: it knows no ranges. */
  width: number | null;
  /** Earlier builds by the path of their job, with the newest build that they were asked after. */
  readonly earlier: Map<string, { readonly after: string; readonly builds: readonly BuildAnswer[] }>;
}

/**
 * Returns a function that asks a Jenkins for its newest builds: one request, and one for each job that has built since the
 * last time, at most 16. `key`: whose answer it is; `base`: the address of Jenkins' page.
 */
export function createRecentBuilds() {
  const all = new Map<string, Known>();
  return async (key: string, base: string, most: number, ask: AskDocument): Promise<Asked<readonly Build[]>> => {
    const known = all.get(key) ?? { width: 0, earlier: new Map() };
    all.set(key, known);
    const overview = await askOverview(known, ask);
    if (!overview.ok) return overview;
    const found = foundIn(overview.value);
    if (found === null) return unexpected(base, 'jobs');
    const newest = [...found].sort((a, b) => b.timestamp - a.timestamp);
    const earlier = await askEarlier(newest, known, most, ask);
    const shown = z.array(build).safeParse(newest.slice(0, most).map(({ build: one }) => one));
    if (!shown.success) return unexpected(base, 'builds');
    const value = newestOf([...shown.data, ...earlier], most).map((one) => buildOf(one, base));
    return { ok: true, value };
  };
}

const unexpected = (base: string, at: string): Asked<never> => ({
  ok: false,
  failure: buildsUnreadable(base, `its response is not as expected at ${at}`),
  why: 'other',
});

/** The newest of these builds, each once. */
function newestOf(builds: readonly BuildAnswer[], most: number): readonly BuildAnswer[] {
  const byUrl = new Map<string, BuildAnswer>();
  for (const one of builds) if (!byUrl.has(one.url ?? '')) byUrl.set(one.url ?? '', one);
  return [...byUrl.values()].sort((a, b) => (b.timestamp ?? 0) - (a.timestamp ?? 0)).slice(0, most);
}

/**
 * Asks less where the answer is too long, now and later, or too slow, only now: a Jenkins that has just started reads the
 * builds from its disk. Without ranges where Jenkins does not know them.
 */
async function askOverview(known: Known, ask: AskDocument, at = known.width): Promise<Asked<unknown>> {
  const width = at === null ? undefined : MAX_JOBS[at];
  const answer = await ask(width === undefined ? WITHOUT_RANGES : overviewPath(width), items);
  if (answer.ok || at === null) return answer;
  if ((answer.why === 'too-much' || answer.why === 'too-slow') && at < MAX_JOBS.length - 1) {
    if (answer.why === 'too-much') known.width = at + 1;
    return await askOverview(known, ask, at + 1);
  }
  if (answer.why !== 'not-understood') return answer;
  const plain = await ask(WITHOUT_RANGES, items);
  if (plain.ok) known.width = null;
  return plain.ok ? plain : answer;
}

/** The earlier builds of the jobs that ran last; again only after their newest build has changed. */
async function askEarlier(
  newest: readonly Found[],
  { width, earlier }: Known,
  most: number,
  ask: AskDocument,
): Promise<readonly BuildAnswer[]> {
  // Without ranges all builds are in the overview.
  const wanted = width === null ? [] : newest.filter(({ number }) => number > 1).slice(0, MAX_EXPANDED);
  for (const path of earlier.keys()) if (!wanted.some(({ job }) => job === path)) earlier.delete(path);
  const missing = wanted.filter(({ job, state }) => earlier.get(job)?.after !== state);
  const count = Math.max(MIN_EARLIER, Math.ceil((2 * most) / Math.max(1, wanted.length)));
  const next = async (): Promise<void> => {
    for (let it = missing.shift(); it !== undefined; it = missing.shift()) {
      const answer = await ask(`${it.job}api/json?tree=builds[${BUILD_FIELDS}]{1,${count + 1}}`, earlierBuilds);
      // A job may have gone in the meantime; its newest build is in the overview, and it is asked again.
      if (answer.ok) earlier.set(it.job, { after: it.state, builds: present(answer.value.builds) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return [...earlier.values()].flatMap(({ builds }) => builds);
}
