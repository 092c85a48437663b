/**
 * xterm writes style elements and style attributes, and the window's policy allows neither as such. A style element with
 * this load's nonce is allowed, and so is `style.cssText`, which says the same as the attribute. xterm makes both with
 * `document.createElement` (rows too, whatever its `documentOverride` says), and Preact does not use that.
 */

/** This load's nonce, as the protocol handler put it into index.html; empty where there is none. */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** Makes xterm's styles comply with the policy from now on; returns a function that undoes it. */
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
