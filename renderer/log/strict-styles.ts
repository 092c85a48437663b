/**
 * xterm writes style elements and style attributes, which the window's content security policy forbids. Allowed are a
 * style element with this load's nonce, and `style.cssText`, which equals the attribute. xterm creates both with
 * `document.createElement` (rows too, despite its `documentOverride`), which Preact does not use.
 */

/** This load's nonce, which the protocol handler adds to index.html; empty if missing. */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** Makes xterm's styles comply with the policy; returns a function that undoes it. */
export function allowXtermStyles(): () => void {
  const own = document.createElement;
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = own.call(document, name, options);
    if (name === 'style') element.nonce = nonce();
    else if (name === 'span') element.setAttribute = setAttribute;
    return element;
  };
  return () => {
    document.createElement = own;
  };
}

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}
