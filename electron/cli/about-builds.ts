import { asksToWait, consent } from '../shared/consents.ts';
import { FailureError } from '../shared/failure.ts';
import { badMinutes } from '../shared/failures/usage-options.ts';

/** What the options `--when-idle` and `--requeue` consent to. Throws `usage/invalid`. */
export function aboutBuilds(own: Readonly<Record<string, unknown>>): readonly string[] {
  const typed = own.whenIdle;
  const wait = typed === true ? [consent.whenIdle(0)] : typeof typed === 'string' ? [waitFor(typed)] : [];
  return [...wait, ...(own.requeue === true ? [consent.requeue()] : [])];
}

function waitFor(typed: string): string {
  // 0 would be without an end, which nobody means by it.
  const minutes = /^[1-9]\d{0,4}$/.test(typed) ? Number(typed) : Number.NaN;
  const id = consent.whenIdle(minutes);
  if (!asksToWait(id)) throw new FailureError(badMinutes(typed));
  return id;
}
