import { readFileSync } from 'node:fs';
import type { Mutant } from './instrument.ts';

const DEMANDED = 0.9;
const flat = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 100);

/** Prints, file by file, how many mutants were noticed and which were not; `notes`: what the runner wrote. Returns how many files are below 90 %. */
export function report(mutants: readonly Mutant[], notes: string): number {
  const told = readFileSync(notes, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): { what: string; id: string } => JSON.parse(line));
  const having = (what: string) => new Set(told.filter((each) => each.what === what).map(({ id }) => id));
  const [reached, imported, killed, hung] = [having('reached'), having('imported'), having('killed'), having('hung')];
  // What is computed as a file is imported cannot be switched afterwards.
  const switched = mutants.filter(({ id }) => reached.has(id) || !imported.has(id));
  let weak = 0;
  for (const file of new Set(switched.map((mutant) => mutant.file))) {
    const own = switched.filter((mutant) => mutant.file === file);
    const left = own.filter(({ id }) => !killed.has(id) && !hung.has(id));
    const share = 1 - left.length / own.length;
    if (share < DEMANDED) weak += 1;
    const hanging = own.filter(({ id }) => hung.has(id)).length;
    console.log(
      `\n${file}: ${own.length - left.length} of ${own.length} (${Math.floor(share * 100)} %), ${hanging} of them by hanging`,
    );
    for (const { id, line, original, replacement } of left)
      console.log(`  ${line}${reached.has(id) ? '' : ' (not reached)'}: ${flat(original)} → ${flat(replacement)}`);
  }
  console.log(`\n${weak} files below ${DEMANDED * 100} %`);
  return weak;
}
