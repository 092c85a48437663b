import type * as z from 'zod/mini';
import type { JenkinsAddress } from '../core/world/jenkins.ts';
import type { Failure } from '../shared/failure.ts';
import { buildsUnreadable, loginNeeded, loginRefused } from '../shared/failures/jenkins.ts';
import { buildsForbidden } from '../shared/failures/jenkins-builds.ts';
import type { Answer } from './http/http-get.ts';
import { codeOf } from './json-file.ts';

/**
 * Why there is no document: the answer is too long, or too slow, Jenkins does not understand the question, no Jenkins answers
 * there, or else.
 */
type Why = 'too-much' | 'too-slow' | 'not-understood' | 'nobody' | 'other';
/** A document of Jenkins' API, or why there is none. */
export type Asked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure; readonly why: Why };
/** Asks for one document of the API at a path. */
export type AskDocument = <T>(path: string, schema: z.ZodMiniType<T>) => Promise<Asked<T>>;

type Refusal = Pick<JenkinsAddress, 'url' | 'user'>;

/** Whether Jenkins, or Hudson, its ancestor, sent an answer. */
export const isOfJenkins = ({ headers }: Pick<Answer, 'headers'>): boolean =>
  headers.has('x-jenkins') || headers.has('x-hudson');

/** The document that an answer holds, validated. */
export function documentIn<T>(answer: Answer, schema: z.ZodMiniType<T>, at: Refusal): Asked<T> {
  const { status, body } = answer;
  const refusal = refusalIn(status, at);
  if (refusal !== null) return none(refusal, isOfJenkins(answer) || status === 401 ? 'other' : 'nobody');
  if (status === 404) return none(buildsUnreadable(at.url, `HTTP ${status}`), 'nobody');
  // Old versions answer so where they do not know ranges.
  const why = status === 400 || status === 500 ? 'not-understood' : 'other';
  if (status !== 200) return none(buildsUnreadable(at.url, `HTTP ${status}`), why);
  const parsed = schema.safeParse(JSON.parse(body));
  if (parsed.success) return { ok: true, value: parsed.data };
  const where = parsed.error.issues[0]?.path.map(String).join('.') || 'the whole';
  return none(buildsUnreadable(at.url, `its response is not as expected at ${where}`));
}

/** The failure for a request that threw. */
export function notAsked(thrown: unknown, { url }: Refusal): Asked<never> {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return none(buildsUnreadable(url, message), whyOf(thrown));
}

function whyOf(thrown: unknown): Why {
  if (thrown instanceof Error && thrown.name === 'TimeoutError') return 'too-slow';
  const code = codeOf(thrown);
  return code === 'ETOOLONG' ? 'too-much' : code === 'ECONNRESET' ? 'nobody' : 'other';
}

/** What a status says of the login; null: nothing. A wrong login is 401, and one without the permission 403. */
function refusalIn(status: number, { url, user }: Refusal): Failure | null {
  if (status === 401 && user !== '') return loginRefused(url, user);
  if (status === 403 && user !== '') return buildsForbidden(url, user);
  return status === 401 || status === 403 || status === 302 ? loginNeeded(url) : null;
}

const none = (failure: Failure, why: Why = 'other') => ({ ok: false, failure, why }) as const;
