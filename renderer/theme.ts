/** Calls back after each change of the theme, by the system or the user. Returns a function that unsubscribes. */
export function onThemeChange(run: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(run);
  system.addEventListener('change', run);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
  return () => {
    system.removeEventListener('change', run);
    chosen.disconnect();
  };
}

/** The element's computed colour, as `rgb(…)`. */
export const colourOf = (element: Element, property: 'color' | 'background-color'): string =>
  getComputedStyle(element).getPropertyValue(property);

/** Whether text on this colour should be light. */
export function isDark(colour: string): boolean {
  const [red = 255, green = 255, blue = 255] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
