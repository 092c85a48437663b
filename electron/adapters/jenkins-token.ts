import * as z from 'zod/mini';
import type { JenkinsAddress } from '../core/world/jenkins.ts';
import { err, ok, type Result } from '../shared/failure.ts';
import { buildsUnreadable } from '../shared/failures/jenkins.ts';
import { type Ask, post } from './jenkins-post.ts';

/** `{"status":"ok","data":{"tokenUuid":…,"tokenName":…,"tokenValue":…}}`: ApiTokenProperty.doGenerateNewToken in Jenkins' core. */
const generated = z.object({ data: z.object({ tokenValue: z.string().check(z.regex(/^\w{16,256}$/)) }) });

/** Makes an API token of the user who asks. */
export async function generateToken(
  { url, user }: JenkinsAddress,
  name: string,
  login: Readonly<Record<string, string>>,
  ask: Ask,
): Promise<Result<string>> {
  const property = '/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken';
  // Versions before 2.5xx know no end of a token, and ignore it.
  const query = new URLSearchParams({ newTokenName: name, expirationDuration: 'never' });
  const { status, body } = await post(`/user/${encodeURIComponent(user)}${property}?${query}`, login, ask);
  if (status !== 200) return err(buildsUnreadable(url, `no API token: HTTP ${status}`));
  const parsed = generated.safeParse(JSON.parse(body));
  return parsed.success ? ok(parsed.data.data.tokenValue) : err(buildsUnreadable(url, 'no API token in its response'));
}
