/** The columns, in the order in which a pair goes through them. */
const PARTS = ['take-over', 'DooD', 'DinD', 'context', 'and back'] as const;
const BASE_PARTS = ['image', 'healthy', 'build', 'no overlay'] as const;
const KIND_PARTS = ['runs', 'DooD refused', 'DinD refused'] as const;

/** What was seen of a row; a part that is missing was not reached. */
export interface Row {
  /** The first cells: the host's and the nested engine, or a base and its engine. */
  readonly cells: readonly string[];
  readonly parts: Readonly<Record<string, boolean>>;
}

const word = (parts: Row['parts'], part: string): string => {
  const seen = parts[part];
  if (seen === undefined) return Object.keys(parts).length === 0 ? 'not run' : 'not reached';
  return seen ? 'works' : 'fails';
};

function table(heads: readonly string[], parts: readonly string[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const all = [...heads, ...parts];
  const lines = rows.map((row) => line([...row.cells, ...parts.map((part) => word(row.parts, part))]));
  return [line(all), line(all.map(() => '---')), ...lines].join('\n');
}

/** The page docs/engines.md, in Markdown; `on`: the machine, and the version of today's engine. */
export function engineTable(
  { pairs, bases, kinds }: Readonly<Record<'pairs' | 'bases' | 'kinds', readonly Row[]>>,
  on: { readonly machine: string; readonly today: string },
): string {
  return `# Engines

What was seen in the lab with \`npm run engines\`, which writes this page (${on.machine}). "today" is compiled from Docker's Go module (${on.today}), over Debian's newest containerd and runc.

## Host's and nested engine

${table(["host's engine", 'nested engine'], PARTS, pairs)}

- **take-over**: a Jenkins started by hand on the home is taken over. **DooD**, **DinD**: a job runs a container there.
- **context**: \`docker --context jenkins-dind\`, with the client that the host's engine comes with, reaches the nested engine.
- **and back**: DooD again, then \`down --volumes\`.

## Bases of the nested engine

${table(['base', 'engine'], BASE_PARTS, bases)}

- **image**: built from a bare system, with the engine that its distribution has. **build**: the nested engine builds and runs an image.
- **no overlay**: on a disk that does not take \`overlay2\`, it takes \`fuse-overlayfs\` and builds.

## Engines that are refused

${table(['engine', 'failure'], KIND_PARTS, kinds)}
`;
}
