import type { Terminal } from '@xterm/xterm';
import { strings } from '../strings.ts';
import { onThemeChange } from '../theme.ts';
import { createFlow } from './flow.ts';
import { paletteOf, searchColours } from './palette.ts';
import { rowsOf, selectedRows } from './rows.ts';
import { Scrollback } from './scrollback.ts';
import { allowXtermStyles } from './strict-styles.ts';
import { unwrapped } from './wrapped.ts';
import type { Xterm } from './xterm.ts';

/** Lines of scrollback; with 120 columns about 15 MB. */
const SCROLLBACK = 10_000;
/** Maximum number of matches that are counted and highlighted. */
export const MAX_MATCHES = 1000;
/** Reflowing all lines is slow, so it waits until resizing pauses. */
const RESIZE_SETTLE_MS = 80;

export interface LogTerminalState {
  /** True while the view scrolls with new lines. */
  readonly following: boolean;
  /** Number of new lines that are not shown because the user scrolled up. */
  readonly behind: number;
}

export interface LogMatches {
  /** 1 for the first; 0 if the active match is beyond those counted. */
  readonly at: number;
  readonly count: number;
}

export interface LogTerminal {
  push(lines: readonly string[]): void;
  clear(): void;
  find(text: string, where: 'first' | 'next' | 'previous'): void;
  /** Goes to the newest line and stays there. */
  follow(): void;
  /** The selection, or all lines in the scrollback. */
  text(): string;
  dispose(): void;
}

export interface LogTerminalEvents {
  state(state: LogTerminalState): void;
  matches(matches: LogMatches): void;
  copy(): void;
  search(): void;
}

/** Creates a read-only terminal in `host` that shows a log. */
export function createLogTerminal(xterm: Xterm, host: HTMLElement, events: LogTerminalEvents): LogTerminal {
  const terminal = new xterm.Terminal({
    scrollback: SCROLLBACK,
    disableStdin: true,
    // Needed to highlight matches.
    allowProposedApi: true,
    cursorInactiveStyle: 'none',
    cursorBlink: false,
    fontFamily: 'ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace',
    fontSize: 12,
    lineHeight: 1.25,
    screenReaderMode: true,
    // Logs in 256 colours are made for dark screens; on a light one this darkens them until readable.
    minimumContrastRatio: 4.5,
    theme: paletteOf(host),
    // Links in a log are not clickable.
    linkHandler: null,
  });
  const fit = new xterm.FitAddon();
  const search = new xterm.SearchAddon({ highlightLimit: MAX_MATCHES });
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  const restoreStyles = allowXtermStyles();
  terminal.open(host);
  label(terminal);
  fit.fit();

  let following = true;
  let behind = 0;
  let found = '';
  const scrollback = new Scrollback(terminal, SCROLLBACK);
  const flow = createFlow({
    sink: scrollback,
    frame: (run) => requestAnimationFrame(run),
    leftOut: strings.logs.leftOut,
    changed: () => update(),
  });
  const update = (): void => {
    const { viewportY, baseY } = terminal.buffer.active;
    const now = viewportY >= baseY;
    if (now !== following) flow.hold(!now);
    const waiting = now ? 0 : flow.behind();
    if (now === following && waiting === behind) return;
    following = now;
    behind = waiting;
    events.state({ following, behind });
  };
  terminal.onRender(update);

  search.onDidChangeResults(({ resultIndex, resultCount }) =>
    events.matches({ at: resultIndex + 1, count: resultCount }),
  );
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type === 'keydown') keys(event, terminal, events);
    // xterm handles no key itself, so that Tab moves the focus on.
    return false;
  });

  let settle = 0;
  const size = new ResizeObserver(() => {
    clearTimeout(settle);
    settle = window.setTimeout(() => {
      fit.fit();
      scrollback.fitted(markAgain);
    }, RESIZE_SETTLE_MS);
  });
  size.observe(host);
  let wanted = '';
  /** `first`: searches from the selected match, so that typing does not move the view. */
  const find = (where: 'first' | 'next' | 'previous'): void => {
    const { term, regex } = patternOf(wanted);
    const options = { incremental: where === 'first', decorations: decorationsIn(host), regex };
    if (where === 'next') search.findNext(term, options);
    else search.findPrevious(term, options);
    found = terminal.getSelection();
  };
  const markAgain = (): void => {
    if (wanted === '') return;
    const { viewportY } = terminal.buffer.active;
    search.clearDecorations();
    find('first');
    terminal.scrollToLine(viewportY);
  };
  const unwatch = onThemeChange(() => {
    terminal.options.theme = paletteOf(host);
    // Existing highlights keep their old colours.
    markAgain();
  });

  return {
    push: flow.push,
    clear() {
      flow.clear();
      flow.hold(false);
      search.clearDecorations();
      scrollback.clear();
      update();
    },
    find(text, where) {
      wanted = text;
      if (text === '') {
        search.clearDecorations();
        terminal.clearSelection();
        return events.matches({ at: 0, count: 0 });
      }
      find(where);
    },
    follow() {
      terminal.scrollToBottom();
      flow.hold(false);
    },
    text() {
      const selected = terminal.getSelection();
      // Ignore a selection made by search.
      return selected === '' || selected === found
        ? unwrapped(rowsOf(terminal)).trimEnd()
        : unwrapped(selectedRows(terminal));
    },
    dispose() {
      clearTimeout(settle);
      size.disconnect();
      unwatch();
      flow.clear();
      terminal.dispose();
      restoreStyles();
    },
  };
}

/** What to search for: where a line wraps, more than one space may be between two words. */
const patternOf = (text: string): { readonly term: string; readonly regex: boolean } =>
  text.includes(' ')
    ? { term: text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ +/g, ' +'), regex: true }
    : { term: text, regex: false };

function decorationsIn(host: Element) {
  const { match, active } = searchColours(host);
  return {
    matchBackground: match,
    matchOverviewRuler: match,
    activeMatchBackground: active,
    activeMatchColorOverviewRuler: active,
  };
}

/** Labels xterm's parts for screen readers, and stops it from announcing every new line. */
function label(terminal: Terminal): void {
  terminal.textarea?.setAttribute('aria-label', strings.logs.terminalLabel);
  terminal.element?.querySelector('.live-region')?.setAttribute('aria-live', 'off');
  terminal.element?.querySelector('.xterm-accessibility-tree')?.setAttribute('aria-label', strings.logs.linesLabel);
}

function keys(event: KeyboardEvent, terminal: Terminal, events: LogTerminalEvents): void {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const actions: Record<string, () => void> = command
    ? { c: events.copy, a: () => terminal.selectAll(), f: events.search }
    : {
        ArrowUp: () => terminal.scrollLines(-1),
        ArrowDown: () => terminal.scrollLines(1),
        PageUp: () => terminal.scrollPages(-1),
        PageDown: () => terminal.scrollPages(1),
        Home: () => terminal.scrollToTop(),
        End: () => terminal.scrollToBottom(),
      };
  const run = actions[key];
  if (run === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  run();
}
