import { rules } from '@secretlint/secretlint-rule-preset-recommend';

/** As much of a rule of secretlint as is used: it reports where in a text a secret is, at once. */
interface Rule {
  readonly create: (context: Context, options: object) => { file?(source: object): unknown };
}
interface Context {
  createTranslator(): () => object;
  report(found: { readonly range: readonly [number, number] }): void;
  ignore(): void;
}

/** Also what is only half a secret, such as the id of an access key. */
const OPTIONS = { enableIDScanRule: true };

/** Where tokens of known formats are (AWS, GitHub, GitLab, Slack, npm…), by the list that secretlint keeps. */
export function tokensIn(content: string): readonly (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  const context: Context = {
    createTranslator: () => () => ({ message: '' }),
    report: ({ range }) => ranges.push(range),
    ignore: () => undefined,
  };
  // Read here, since the bundle loads them on first use.
  const all: readonly Rule[] = rules;
  for (const { create } of all) create(context, OPTIONS).file?.({ filePath: 'text', content, contentType: 'text' });
  return ranges;
}
