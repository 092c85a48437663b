import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './until.ts';

/** Writes into a running container's log as its first process would, through the real engine. */
export async function writeLog(container: string, input: string | AsyncIterable<string>): Promise<void> {
  const child = spawn('docker', ['exec', '-i', container, 'sh', '-c', 'cat > /proc/1/fd/1'], {
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

/**
 * This many numbered lines, like those of a verbose Jenkins, at about 25,000 per second: the engine rotates its log
 * every 10 MB, and its followers (docker logs too) lose lines if three files pass faster than they read.
 */
export async function* flood(lines: number): AsyncIterable<string> {
  const batch = 2000;
  for (let from = 0; from < lines; from += batch) {
    let text = '';
    for (let at = from; at < Math.min(lines, from + batch); at += 1)
      text += `2026-11-24 21:00:00.123+0000 [id=${at}]\t\u001b[32mINFO\u001b[0m\thudson.model.AsyncPeriodicWork#doRun: build number ${at}\n`;
    yield text;
    await sleep(80);
  }
}

/** A flood, then `end of the flood` until `seen`: a follower may hold back the last lines before a rotation. */
export async function floodTo(container: string, lines: number, seen: () => Promise<boolean>): Promise<void> {
  await writeLog(container, flood(lines));
  await until('end of the flood', async () => {
    await writeLog(container, 'end of the flood\n');
    await sleep(500);
    return seen();
  });
}
