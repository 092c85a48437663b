import { inject } from 'vitest';

/** Puts a worker's tests on its own display and bus. */
const own = inject('displays')[Number(process.env.VITEST_POOL_ID) - 1];
if (own === undefined) throw new Error(`Worker ${process.env.VITEST_POOL_ID} has no display`);
Object.assign(process.env, own);
