import { isJenkinsMode, type JenkinsMode } from '../shared/mode.ts';

/** What a start, or a second start passed on to the first one, asks for. */
export interface StartOptions {
  /** `--hidden`: stay in the tray. */
  readonly hidden: boolean;
  readonly wish:
    | { readonly kind: 'none' }
    | { readonly kind: 'toggle' }
    | { readonly kind: 'up'; readonly mode: JenkinsMode }
    /** Jenkins' page. */
    | { readonly kind: 'open' };
}

/** Reads `--hidden`, `--toggle`, `--up MODE`, `--open` and leaves Chromium's own switches alone. */
export function startOptions(argv: readonly string[]): StartOptions {
  const hidden = argv.includes('--hidden');
  const up = argv.find((argument) => argument === '--up' || argument.startsWith('--up='));
  if (up !== undefined) {
    // A second start passes its switches first and the rest after them, so the mode may not follow `--up`.
    const mode = up === '--up' ? argv.find(isJenkinsMode) : up.slice('--up='.length);
    if (mode !== undefined && isJenkinsMode(mode)) return { hidden, wish: { kind: 'up', mode } };
  }
  if (argv.includes('--toggle')) return { hidden, wish: { kind: 'toggle' } };
  return { hidden, wish: { kind: argv.includes('--open') ? 'open' : 'none' } };
}
