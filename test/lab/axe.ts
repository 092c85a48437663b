import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { ROOT } from './paths.ts';

const AXE = readFileSync(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

interface Axe {
  run(where: unknown): Promise<{
    readonly violations: readonly { readonly id: string; readonly nodes: readonly Violation[] }[];
  }>;
}

interface Violation {
  readonly html: string;
  readonly failureSummary?: string;
}

/** The accessibility problems that axe-core finds on the page, each with rule, element and what would mend it. */
export async function violations(page: Page): Promise<readonly string[]> {
  // The page's policy blocks scripts; the driver may evaluate one.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe: Axe = Reflect.get(window, 'axe');
    const { violations: found } = await axe.run(document);
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
    );
  });
}
