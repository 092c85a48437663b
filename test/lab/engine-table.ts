/** What was seen of one pair of engines; a part that is missing was not reached. */
export interface PairResult {
  /** The version that the host's engine reports. */
  readonly host: string;
  readonly nested: string;
  readonly parts: Record<string, boolean>;
}

const PARTS = ['take-over', 'DooD', 'DinD', 'context', 'and back'] as const;
const word = (seen: boolean | undefined): string => (seen === undefined ? 'not reached' : seen ? 'works' : 'fails');

/** The page docs/engines.md, in Markdown. */
export function engineTable(results: readonly PairResult[]): string {
  const rows = results.map(({ host, nested, parts }) => {
    const cells = PARTS.map((part) => word(parts[part]));
    return `| ${host} | ${nested} | ${cells.join(' | ')} |`;
  });
  return `# Engines

What was seen in the lab with \`npm run engines\`, which writes this page. "today" is compiled from Docker's Go module, so its version reads "library-import".

- **take-over**: a Jenkins started by hand on the home is taken over. **DooD**, **DinD**: a job runs a container there. **context**: \`docker --context jenkins-dind\` reaches the nested engine. **and back**: DooD again, then \`down --volumes\`.

| host's engine | nested engine | ${PARTS.join(' | ')} |
|---|---|${PARTS.map(() => '---|').join('')}
${rows.join('\n')}
`;
}
