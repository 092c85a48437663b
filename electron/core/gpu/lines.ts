/** Longest line that is kept; nvidia-smi's own have some 200 characters. */
export const LONGEST_LINE = 4096;

/** Cuts a stream into lines in bounded memory: what is longer than `longest` is dropped up to its line break. */
export function createLines(line: (text: string) => void, longest = LONGEST_LINE): (chunk: string) => void {
  let rest = '';
  let dropping = false;
  return (chunk) => {
    let from = 0;
    for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', from)) {
      const text = rest + chunk.slice(from, at);
      if (!dropping && text.length <= longest) line(text.endsWith('\r') ? text.slice(0, -1) : text);
      rest = '';
      dropping = false;
      from = at + 1;
    }
    if (dropping) return;
    rest += chunk.slice(from, from + longest + 1);
    if (rest.length > longest) {
      rest = '';
      dropping = true;
    }
  };
}
