/** What other users may write into names, logs and answers: each value tries to make a terminal or panel do something. */

const ESC = '\u001b';
const BEL = '\u0007';

/** Sequences that act: each contains PWNED, so that its remains can be found. */
export const ATTACKS: readonly string[] = [
  `${ESC}]52;c;UFdORUQ=${BEL}clipboard`,
  `${ESC}]0;PWNED${BEL}title`,
  `${ESC}]2;PWNED${ESC}\\title`,
  `${ESC}]8;;https://PWNED.example${BEL}link${ESC}]8;;${BEL}`,
  `${ESC}]0;PWNED without an end`,
  `${ESC}[2J${ESC}[1;1HPWNED`,
  `${ESC}[1A${ESC}[2KPWNED`,
  `${ESC}[8mPWNED${ESC}[5m`,
  `${ESC}c${ESC}(0PWNED`,
  `${ESC}P+q544e${ESC}\\${ESC}^PWNED${ESC}\\${ESC}_PWNED${ESC}\\${ESC}XPWNED${ESC}\\`,
  `${ESC}[>4;1m${ESC}[?1049h${ESC}[?1003h${ESC}[6n${ESC}ZPWNED`,
  '\u009b2JPWNED\u009d0;PWNED\u009c\u0090q\u009cPWNED\u0085',
  `PWNED\roverwritten\b\b\b${BEL}`,
  'PWNED\u202egnp.exe\u2066x\u2069\u061c\u200f\u2028\u2029',
  `${ESC}${ESC}[${ESC}]${ESC}PPWNED`,
  `${ESC}[${'1;'.repeat(500)}mPWNED`,
  '\ud83dPWNED\ude00',
  'PWNED\u0000\u007f\u000b\u000c\u000e',
];

/** With names for tests: plain ASCII of bounded length. */
export const NAMED_ATTACKS: readonly (readonly [name: string, attack: string])[] = ATTACKS.map((attack, index) => [
  `attack ${index} ${JSON.stringify(attack)
    .replace(/[^ -~]/g, '?')
    .slice(0, 40)}`,
  attack,
]);

const PARTS = [ESC, '\u009b', '\u009d', '\u0090', '\u009c', BEL, '\b', '\r', '\n', '\u061c', '\u202e', '\u2066'];
const TEXT = '[]()?0123456789;:mHJKAhlP^_X\\/<>&"\'éλ漢 abc\ud83d\ude00';

/** A generator of the same numbers for the same seed (mulberry32), so that a failing input can be found again. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A random mixture of attacks, their parts, and text. */
export function hostileText(next: (below: number) => number): string {
  let text = '';
  for (let parts = 1 + next(12); parts > 0; parts -= 1) {
    const kind = next(10);
    if (kind === 0) text += ATTACKS[next(ATTACKS.length)];
    else if (kind < 5) text += PARTS[next(PARTS.length)];
    else if (kind === 5) text += String.fromCharCode(next(0x10000));
    else for (let length = next(6); length >= 0; length -= 1) text += TEXT[next(TEXT.length)];
  }
  return text;
}
