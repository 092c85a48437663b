/** Longer lines are dropped; nvidia-smi's own have some 200 characters. */
export const MAX_LINE_CHARACTERS = 4096;

/** Splits a stream into lines in bounded memory; a line longer than `max` characters is dropped. Feed it each chunk. */
export function createLines(line: (text: string) => void, max = MAX_LINE_CHARACTERS): (chunk: string) => void {
  let rest = '';
  let dropping = false;
  return (chunk) => {
    let from = 0;
    for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', from)) {
      const text = rest + chunk.slice(from, at);
      if (!dropping && text.length <= max) line(text.endsWith('\r') ? text.slice(0, -1) : text);
      rest = '';
      dropping = false;
      from = at + 1;
    }
    if (dropping) return;
    rest += chunk.slice(from, from + max + 1);
    if (rest.length > max) {
      rest = '';
      dropping = true;
    }
  };
}
