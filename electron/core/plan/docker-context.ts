import { cause } from './causes.ts';
import type { Findings } from './findings.ts';
import type { Step } from './steps.ts';

/** The Docker context with which `docker --context jenkins-dind` on the host reaches a published nested engine. */

type Named = Pick<Findings, 'facts' | 'names'>;

/** Writes the context if it is missing or differs, and at each engine start, since the certificate may be new. */
export function contextSteps({ facts, names, settings }: Findings, engineStarts: boolean): Step[] {
  const { publishPort } = settings.nested;
  if (publishPort === null) return contextRemoval({ facts, names });
  const host = `tcp://127.0.0.1:${publishPort}`;
  const outdated = reasonToWrite({ facts, names }, host, engineStarts);
  if (outdated === null) return [];
  const why = cause(`Docker context ${names.context}`, outdated, `at ${host}`);
  return [{ kind: 'write-context', name: names.context, engine: names.nestedEngine, host, cause: why }];
}

function reasonToWrite({ facts, names }: Named, host: string, engineStarts: boolean): string | null {
  const { context } = facts;
  if (context === null) return 'missing';
  if (context.instance !== names.instance) return 'made by hand';
  if (context.host !== host) return `at ${context.host}`;
  return engineStarts ? 'from an earlier start' : null;
}

/** Removes our context, if the nested engine is not published or absent. Others' contexts are kept. */
export function contextRemoval({ facts, names }: Named): Step[] {
  if (facts.context === null || facts.context.instance !== names.instance) return [];
  return [
    {
      kind: 'remove-context',
      name: names.context,
      cause: cause(`Docker context ${names.context}`, 'present', 'removed'),
    },
  ];
}
