/** A string, with the colon if it is a key, or a character that opens or closes; the rest of a valid JSON text is skipped. */
const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g;

/**
 * The first key that a valid JSON text has twice in one object, or that means an object's prototype; null if there is
 * none. Of repeated keys JSON.parse keeps the last, so that a reader and the app could see different settings.
 */
export function repeatedKey(json: string): string | null {
  /** The keys of each open object or list. */
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(TOKENS)) {
    if (token === '{' || token === '[') open.push(new Set());
    if (token === '}' || token === ']') open.pop();
    if (text === undefined || colon === undefined) continue;
    const key = String(JSON.parse(text));
    const keys = open.at(-1);
    if (key === '__proto__' || keys?.has(key)) return key;
    keys?.add(key);
  }
  return null;
}
