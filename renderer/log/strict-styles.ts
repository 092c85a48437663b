/**
 * xterm writes style elements and style attributes; the page's policy allows neither as such. A style element with
 * this load's nonce is allowed, and so is `style.cssText`, which says the same as the attribute.
 */

/** This load's nonce, as the protocol handler put it into index.html; empty where there is none. */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** `document` for xterm's `documentOverride`: the spans it makes take style attributes as `style.cssText`. */
export function strictDocument(): Document {
  const createElement = (name: string): HTMLElement => {
    const element = document.createElement(name);
    if (name === 'span') {
      const setAttribute = element.setAttribute.bind(element);
      element.setAttribute = (attribute, value) => {
        if (attribute === 'style') element.style.cssText = value;
        else setAttribute(attribute, value);
      };
    }
    return element;
  };
  return new Proxy(document, {
    get(target, property) {
      if (property === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Style elements made while `run` runs get the nonce before they are filled. */
export function withNonce(run: () => void): void {
  const own = document.createElement;
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = own.call(document, name, options);
    if (name === 'style') element.nonce = nonce();
    return element;
  };
  try {
    run();
  } finally {
    document.createElement = own;
  }
}
