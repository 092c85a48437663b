/** How many turns of the event loop a flow may take. */
const MAX_TURNS = 50_000;

/** Lets everything run until this holds; throws where it never does. */
export async function until(holds: () => boolean, what = 'the condition'): Promise<void> {
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    if (holds()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`${what} did not come true`);
}
