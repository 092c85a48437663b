import type { StepProgress } from '../shared/snapshot.ts';

/** Shows the steps of a running pass until `end`. */
export interface StepView {
  end(): Promise<void>;
}

/** What a plan's signs say. The others' verbs say it as well: `? ready`, `> stop`. */
const signs: Readonly<Record<string, string>> = { '+': 'create ', '-': 'remove ' };

/** A plan's line in words and without its columns: `+ network    jenkins` → `create network jenkins`. */
export function stepTitle({ text }: Pick<StepProgress, 'text'>): string {
  const [, sign = '', rest = text] = /^([+\-~>?!]) (.*)$/.exec(text) ?? [];
  return `${signs[sign] ?? ''}${rest.replace(/ {2,}/g, ' ')}`.replace(/^create image/, 'build image');
}
