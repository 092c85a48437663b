import { createJenkins } from '../../electron/adapters/jenkins.ts';

/** `builds-worker.ts URL`: asks a Jenkins as the Builds view does; prints how long that blocks, what it needs and takes. */
const [url = ''] = process.argv.slice(2);
const { signal } = new AbortController();
const jenkins = createJenkins();
const at = { url, user: '', password: '' };
const MB = 1024 * 1024;

// Loads the client, as the app has it loaded by then.
await jenkins.running(at, signal);
globalThis.gc?.();
const before = process.memoryUsage().rss;
let peak = before;
let blocked = 0;
/** CPU time of this thread so far, ms: what other programs take of the machine blocks nobody here. */
const spent = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
let last = spent();
const watched = setInterval(() => {
  const now = spent();
  blocked = Math.max(blocked, now - last);
  last = now;
  peak = Math.max(peak, process.memoryUsage().rss);
}, 1);

/** How long one question took, seconds. */
async function ask(): Promise<number> {
  const began = performance.now();
  const found = await jenkins.recent(at, 100, signal);
  if (!found.ok || found.value.length !== 100) throw new Error(JSON.stringify(found).slice(0, 500));
  return (performance.now() - began) / 1000;
}

const first = await ask();
const again = [await ask(), await ask(), await ask()];
await new Promise((resolve) => setTimeout(resolve, 20));
clearInterval(watched);
console.log(JSON.stringify({ blocked, memory: (peak - before) / MB, first, again: Math.max(...again) }));
