import { FailureError } from '../shared/failure.ts';
import { badTemplate } from '../shared/failures/usage-options.ts';

/** A part of a template: text, a value of the document, or parts for each entry of a list in it. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly path: string; readonly asJson: boolean }
  | { readonly kind: 'each'; readonly path: string; readonly parts: readonly Part[] };

/** `{{.jenkins.url}}`, `{{json .builds}}`, `{{range .checks}}…{{end}}`. */
const TAG = /^\{\{\s*(?:(json |range )?\s*(\.[\w.-]*)|(end))\s*\}\}$/;

/**
 * Fills in a template as `docker --format` has it: values by their path in the `--json` document, `{{json .path}}`, and
 * `{{range .list}}…{{end}}`; `\n` and `\t` are a line break and a tab. Nothing else is evaluated. A document that is a
 * list fills it in once for each entry. Throws `usage/invalid` for a template that is not valid, or a name that the
 * document does not have.
 */
export function fillIn(template: string, given: unknown): string {
  const parts = parse(template);
  // What JSON leaves out is not there for a template either.
  const document: unknown = JSON.parse(JSON.stringify(given));
  const text = Array.isArray(document)
    ? document.map((entry: unknown) => textOf(parts, entry)).join('\n')
    : textOf(parts, document);
  // A list ends its last line as it ends the others.
  return text.replace(/\n$/, '');
}

/** Throws `usage/invalid` unless it is a template; before anything is done. */
export const checkTemplate = (template: string): void => void parse(template);

/** A list of parts that is not complete yet; `path`: of the list that it is filled in for. */
interface Open {
  readonly path: string;
  readonly parts: Part[];
}

function parse(template: string): readonly Part[] {
  const all: Open = { path: '', parts: [] };
  const open = [all];
  for (const [index, piece] of template.split(/(\{\{.*?\}\})/s).entries()) {
    if (index % 2 === 1) addTag(piece, open);
    else if (piece.includes('{{')) throw notClear(piece);
    else if (piece !== '') open.at(-1)?.parts.push({ kind: 'text', text: unescaped(piece) });
  }
  if (open.length > 1) throw new FailureError(badTemplate('{{range}} has no {{end}}.'));
  return all.parts;
}

function addTag(tag: string, open: Open[]): void {
  const found = TAG.exec(tag);
  if (found === null) throw notClear(tag);
  const [, word, path = '', end] = found;
  if (end === undefined) {
    if (word === 'range ') open.push({ path, parts: [] });
    else open.at(-1)?.parts.push({ kind: 'value', path, asJson: word === 'json ' });
    return;
  }
  const closed = open.length > 1 ? open.pop() : undefined;
  if (closed === undefined) throw new FailureError(badTemplate('{{end}} has no {{range}}.'));
  open.at(-1)?.parts.push({ kind: 'each', ...closed });
}

const notClear = (where: string): FailureError =>
  new FailureError(badTemplate(`It is not clear at: ${where.slice(where.indexOf('{{')).slice(0, 40)}`));

const unescaped = (text: string): string => text.replaceAll('\\n', '\n').replaceAll('\\t', '\t');

const textOf = (parts: readonly Part[], document: unknown): string =>
  parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const value = valueAt(document, part.path);
      if (part.kind === 'value') return part.asJson ? JSON.stringify(value) : plain(value);
      if (!Array.isArray(value)) throw new FailureError(badTemplate(`${part.path} is not a list.`));
      return value.map((entry: unknown) => textOf(part.parts, entry)).join('');
    })
    .join('');

/** Unknown is empty, so that a script can test for it. */
const plain = (value: unknown): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

function valueAt(document: unknown, path: string): unknown {
  const names = path.split('.').filter((it) => it !== '');
  let value = document;
  for (const [index, name] of names.entries()) {
    if (value === null) return null;
    const own = new Map<string, unknown>(typeof value === 'object' ? Object.entries(value) : []);
    // A key of the settings has dots in it.
    const rest = names.slice(index).join('.');
    if (own.has(rest)) return own.get(rest);
    if (!own.has(name)) throw new FailureError(badTemplate(`There is no ${path}. ${namesIn(value)}`.trimEnd()));
    value = own.get(name);
  }
  return value;
}

function namesIn(value: unknown): string {
  if (Array.isArray(value)) return 'It is in a list: use {{range .LIST}}…{{end}}.';
  return typeof value === 'object' && value !== null ? `There are: ${Object.keys(value).slice(0, 50).join(', ')}.` : '';
}
