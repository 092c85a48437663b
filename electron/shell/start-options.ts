import type { JenkinsMode } from '../shared/mode.ts';

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
  const up = argv.findIndex((argument) => argument === '--up' || argument.startsWith('--up='));
  if (up !== -1) {
    const mode = argv[up]?.startsWith('--up=') === true ? argv[up]?.slice('--up='.length) : argv[up + 1];
    if (mode === 'dind' || mode === 'dood') return { hidden, wish: { kind: 'up', mode } };
  }
  if (argv.includes('--toggle')) return { hidden, wish: { kind: 'toggle' } };
  return { hidden, wish: { kind: argv.includes('--open') ? 'open' : 'none' } };
}
