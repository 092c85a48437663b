/** What decides about colours, of the environment. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether a stream gets colours: each is decided by itself, since one may go to a file and the other to a terminal.
 * FORCE_COLOR wins over NO_COLOR, as in Node itself.
 */
export function usesColour({ isTTY }: { readonly isTTY?: boolean | undefined }, env: Environment): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

/** `--no-color`, which wins over both variables; for libraries that read these themselves, too. */
export function withoutColours(env: Record<string, string | undefined>): void {
  delete env.FORCE_COLOR;
  env.NO_COLOR = '1';
}
