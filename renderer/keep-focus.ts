/** What can have the focus by keyboard. */
const STOPS = 'button, input, select, textarea, summary, a[href], [tabindex="0"]';

/**
 * Keeps the focus where the user is. Chromium drops it to the body when its element goes away or is disabled, and a screen
 * reader is then nowhere. A control that is disabled while it works has it again afterwards; of one that is gone, the
 * nearest in the same part, else the view. Call once.
 */
export function keepFocus(): void {
  /** The focused element, and all that it is in. */
  let path: readonly Element[] = [];
  /** Whether it is marked, as by keyboard: who clicked may have scrolled on since, and is not brought back. */
  let isMarked = false;
  document.addEventListener('focusin', ({ target }) => {
    path = target instanceof Element ? [...ancestors(target)] : [];
    isMarked = path[0]?.matches(':focus-visible') ?? false;
  });
  const forget = (): void => {
    path = [];
  };
  // A click beside everything, and Tab beyond the last control, take the focus away as the user means it.
  document.addEventListener('pointerdown', forget);
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Tab') forget();
  });
  const look = (): void => {
    const [last] = path;
    if (last === undefined || document.activeElement !== document.body) return;
    const options = { preventScroll: !isMarked };
    if (!last.isConnected) nearest(path)?.focus(options);
    else if (last instanceof HTMLElement && !last.matches(':disabled')) last.focus(options);
  };
  const changes = { childList: true, subtree: true, attributeFilter: ['disabled'] };
  new MutationObserver(look).observe(document.body, changes);
}

function* ancestors(element: Element): Generator<Element> {
  for (let at: Element | null = element; at !== null; at = at.parentElement) yield at;
}

/** The first control in the innermost part that is still there; that of a view or a dialog is the view, or its title. */
function nearest(path: readonly Element[]): HTMLElement | null {
  for (const part of path.filter(({ isConnected }) => isConnected)) {
    if (part.matches('dialog')) return part.querySelector('h2');
    if (part.matches('main, .frame')) break;
    for (const stop of part.querySelectorAll<HTMLElement>(STOPS))
      if (!stop.matches(':disabled') && stop.getClientRects().length > 0) return stop;
  }
  return document.getElementById('content');
}
