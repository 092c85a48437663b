import type { Failure } from '../../shared/failure.ts';
import { shortIds } from '../../shared/short-ids.ts';
import type { Step } from '../plan/steps.ts';

/** A step's failure with the name of its container instead of its id, and with no other id in full. */
export function withNames(failure: Failure, step: Step): Failure {
  const plain = (text: string): string =>
    'id' in step && step.id !== '' ? shortIds(text).replaceAll(shortIds(step.id), step.name) : shortIds(text);
  const { title, detail, fix, command } = failure;
  return {
    ...failure,
    title: plain(title),
    detail: plain(detail),
    ...(fix === undefined ? {} : { fix: plain(fix) }),
    ...(command === undefined ? {} : { command: plain(command) }),
  };
}
