/** Where `nvidia-smi` is tried, from the host up to a step of a build. */
export const RUNGS = ['host', 'container', 'nested', 'step'] as const;
export type Rung = (typeof RUNGS)[number];
