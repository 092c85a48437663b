/** `npm run fuzz` tries as many inputs as docs/security.md names; `npm test` only a sample of them. */
const share = process.env.FUZZ === 'whole' ? 1 : 1 / 20;

/** How many of `whole` inputs this run tries. */
export const inputs = (whole: number): number => Math.ceil(whole * share);
