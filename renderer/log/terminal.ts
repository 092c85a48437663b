import type { Terminal } from '@xterm/xterm';
import { strings } from '../strings.ts';
import { onThemeChange } from '../theme.ts';
import { createFlow } from './flow.ts';
import { paletteOf, searchColours } from './palette.ts';
import { rowsOf } from './rows.ts';
import { allowXtermStyles } from './strict-styles.ts';
import type { Xterm } from './xterm.ts';

/** Lines that can be scrolled back to: with 120 columns some 15 MB, however long the log is. */
const SCROLLBACK = 10_000;
/** Matches that are counted and marked at most. */
export const MAX_MATCHES = 1000;
/** Reflowing all lines takes a while: a window that is being dragged is waited for. */
const RESIZE_SETTLE_MS = 80;

export interface LogTerminalState {
  /** The newest line is shown, and the next ones will be. */
  readonly following: boolean;
  /** Lines that came and are not shown, since the user is reading further up. */
  readonly behind: number;
}

export interface LogMatches {
  /** 1 for the first; 0 where the one that is shown is none of those counted. */
  readonly at: number;
  readonly count: number;
}

export interface LogTerminal {
  push(lines: readonly string[]): void;
  clear(): void;
  find(text: string, where: 'first' | 'next' | 'previous'): void;
  /** Goes to the newest line and stays there. */
  follow(): void;
  /** What is selected, or all lines that can be scrolled to. */
  text(): string;
  dispose(): void;
}

export interface LogTerminalEvents {
  state(state: LogTerminalState): void;
  matches(matches: LogMatches): void;
  copy(): void;
  search(): void;
}

/** A terminal in `host` that shows a log: nothing can be typed into it, and only colours are understood. */
export function createLogTerminal(xterm: Xterm, host: HTMLElement, events: LogTerminalEvents): LogTerminal {
  const terminal = new xterm.Terminal({
    scrollback: SCROLLBACK,
    disableStdin: true,
    // Marking what was searched for is one of these.
    allowProposedApi: true,
    cursorInactiveStyle: 'none',
    cursorBlink: false,
    fontFamily: 'ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace',
    fontSize: 12,
    lineHeight: 1.25,
    screenReaderMode: true,
    // Logs in 256 colours are written for dark screens; on a light one they are darkened until they can be read.
    minimumContrastRatio: 4.5,
    theme: paletteOf(host),
    // A hover over what looks like a link opens nothing.
    linkHandler: null,
  });
  const fit = new xterm.FitAddon();
  const search = new xterm.SearchAddon({ highlightLimit: MAX_MATCHES });
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  const forbid = allowXtermStyles();
  terminal.open(host);
  label(terminal);
  fit.fit();

  let following = true;
  let behind = 0;
  let found = '';
  const flow = createFlow({
    sink: terminal,
    frame: (run) => requestAnimationFrame(run),
    leftOut: strings.logs.leftOut,
    changed: () => tell(),
  });
  const tell = (): void => {
    const { viewportY, baseY } = terminal.buffer.active;
    const now = viewportY >= baseY;
    if (now !== following) flow.hold(!now);
    const waiting = now ? 0 : flow.behind();
    if (now === following && waiting === behind) return;
    following = now;
    behind = waiting;
    events.state({ following, behind });
  };
  terminal.onRender(tell);

  search.onDidChangeResults(({ resultIndex, resultCount }) =>
    events.matches({ at: resultIndex + 1, count: resultCount }),
  );
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type === 'keydown') keys(event, terminal, events);
    // xterm itself takes no key, so that Tab goes on to what comes next.
    return false;
  });

  let settle = 0;
  const size = new ResizeObserver(() => {
    clearTimeout(settle);
    settle = window.setTimeout(() => fit.fit(), RESIZE_SETTLE_MS);
  });
  size.observe(host);
  let wanted = '';
  /** `first`: from the selected match on, so that typing does not move the view. */
  const find = (where: 'first' | 'next' | 'previous'): void => {
    const options = { incremental: where === 'first', decorations: decorationsIn(host) };
    if (where === 'next') search.findNext(wanted, options);
    else search.findPrevious(wanted, options);
    found = terminal.getSelection();
  };
  const unwatch = onThemeChange(() => {
    terminal.options.theme = paletteOf(host);
    if (wanted === '') return;
    // Marks keep the colours that they were made with.
    const { viewportY } = terminal.buffer.active;
    search.clearDecorations();
    find('first');
    terminal.scrollToLine(viewportY);
  });

  return {
    push: flow.push,
    clear() {
      flow.clear();
      flow.hold(false);
      search.clearDecorations();
      terminal.reset();
      tell();
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
      // What search selected is marked, not meant to be copied.
      return selected === '' || selected === found ? allLines(terminal) : selected;
    },
    dispose() {
      clearTimeout(settle);
      size.disconnect();
      unwatch();
      flow.clear();
      terminal.dispose();
      forbid();
    },
  };
}

function decorationsIn(host: Element) {
  const { match, active } = searchColours(host);
  return {
    matchBackground: match,
    matchOverviewRuler: match,
    activeMatchBackground: active,
    activeMatchColorOverviewRuler: active,
  };
}

/** What xterm calls its parts for people who hear them: this is no terminal to them, and does not talk over them. */
function label(terminal: Terminal): void {
  terminal.textarea?.setAttribute('aria-label', strings.logs.terminalLabel);
  terminal.element?.querySelector('.live-region')?.setAttribute('aria-live', 'off');
  terminal.element?.querySelector('.xterm-accessibility-tree')?.setAttribute('aria-label', strings.logs.linesLabel);
}

function keys(event: KeyboardEvent, terminal: Terminal, events: LogTerminalEvents): void {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act: Record<string, () => void> = command
    ? { c: events.copy, a: () => terminal.selectAll(), f: events.search }
    : {
        ArrowUp: () => terminal.scrollLines(-1),
        ArrowDown: () => terminal.scrollLines(1),
        PageUp: () => terminal.scrollPages(-1),
        PageDown: () => terminal.scrollPages(1),
        Home: () => terminal.scrollToTop(),
        End: () => terminal.scrollToBottom(),
      };
  const run = act[key];
  if (run === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  run();
}

function allLines(terminal: Terminal): string {
  const lines: string[] = [];
  for (const { text, isWrapped } of rowsOf(terminal)) {
    if (isWrapped) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return lines.join('\n').trimEnd();
}
