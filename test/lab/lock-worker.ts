import { createLock } from '../../electron/adapters/lock.ts';

/** A process that takes the lock of a folder, prints whether it did, and holds it until its input ends. `takes`: or as often as it can, each for 2 ms. */
const [folder = '', takes = ''] = process.argv.slice(2);
const lock = createLock(folder, 60_000);
process.stdin.on('end', () => process.exit(0)).resume();
if (takes === '') {
  lock.acquire('a worker').then(
    () => console.log('held'),
    (thrown: unknown) => console.log(String(thrown)),
  );
} else {
  const { readFileSync, writeFileSync } = await import('node:fs');
  const inside = `${folder}/inside`;
  const until = Date.now() + Number(takes);
  let got = 0;
  while (Date.now() < until) {
    const taken = await lock.acquire('a worker').catch(() => null);
    if (taken === null) continue;
    got += 1;
    writeFileSync(inside, String(process.pid));
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (readFileSync(inside, 'utf8') !== String(process.pid)) console.log('two at once');
    // A crash: the lock stays, its holder dies.
    if (got % 5 === 0) process.exit(7);
    await taken.release();
  }
  console.log(`got ${got}`);
  process.exit(0);
}
