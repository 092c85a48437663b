import { isJenkinsMode, type JenkinsMode } from '../shared/mode.ts';

/** The options of a start, or of a second start that is forwarded to the running app. */
export interface StartOptions {
  /** `--hidden`: stay in the tray. */
  readonly hidden: boolean;
  readonly action:
    | { readonly kind: 'none' }
    | { readonly kind: 'toggle' }
    | { readonly kind: 'up'; readonly mode: JenkinsMode }
    /** Open Jenkins' page. */
    | { readonly kind: 'open' };
}

/** Reads `--hidden`, `--toggle`, `--up MODE` and `--open`; ignores Chromium's switches. */
export function startOptions(argv: readonly string[]): StartOptions {
  const hidden = argv.includes('--hidden');
  const up = argv.find((argument) => argument === '--up' || argument.startsWith('--up='));
  if (up !== undefined) {
    // A second start forwards switches before other arguments, so the mode may not directly follow `--up`.
    const mode = up === '--up' ? argv.find(isJenkinsMode) : up.slice('--up='.length);
    if (mode !== undefined && isJenkinsMode(mode)) return { hidden, action: { kind: 'up', mode } };
  }
  if (argv.includes('--toggle')) return { hidden, action: { kind: 'toggle' } };
  return { hidden, action: { kind: argv.includes('--open') ? 'open' : 'none' } };
}
