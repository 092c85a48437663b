import { strings } from './strings.ts';

export interface StepWords {
  readonly verb: string;
  readonly object: string;
  readonly detail: string;
}

/** Whether a plan's line builds an image: the one kind of step that prints something. */
export const buildsImage = (line: string): boolean => line.startsWith('+ image ');

/** A plan's line: sign, verb, name, and what stands behind it. */
const LINE = /^(\S) (\S+) +(\S.*)$/;
/** Only a home's path may hold spaces, and it is followed by one of these. */
const HOME = /^(.*?) +(made over to uid 1000|writable as uid 1000)$/;
const verbs: Readonly<Record<string, string>> = strings.steps;

/** A line of a plan (`core/steps.ts`) in words; a line of another form stays as it is. */
export function stepWords(line: string): StepWords {
  const [, sign = '', word = '', rest = ''] = LINE.exec(line) ?? [];
  const verb = verbs[`${sign} ${word}`];
  if (verb === undefined) return { verb: '', object: line, detail: '' };
  const [, object = '', detail = ''] = (word === 'home' ? HOME.exec(rest) : /^(\S+) *(.*)$/.exec(rest)) ?? [];
  return { verb, object, detail };
}
