import { spawn } from 'node:child_process';

/** Writes into a running container's log as its own first process would, through the real engine. */
export async function writeLog(container: string, input: string | AsyncIterable<string>): Promise<void> {
  const child = spawn('docker', ['exec', '-i', '-u', '0', container, 'sh', '-c', 'cat > /proc/1/fd/1'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  for await (const text of typeof input === 'string' ? [input] : input) {
    if (!child.stdin.write(text)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  }
  child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`docker exec in ${container} ended with ${code}.`);
}

/** So many numbered lines, as a talkative Jenkins would write them; the last one says `end of the flood`. */
export async function* flood(lines: number): AsyncIterable<string> {
  const batch = 2000;
  for (let from = 0; from < lines; from += batch) {
    let text = '';
    for (let at = from; at < Math.min(lines, from + batch); at += 1)
      text += `2026-11-24 21:00:00.123+0000 [id=${at}]\t\u001b[32mINFO\u001b[0m\thudson.model.AsyncPeriodicWork#doRun: build number ${at}\n`;
    yield text;
  }
  yield 'end of the flood\n';
}
