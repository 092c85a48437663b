import type { CodedFailure, Sections } from './types.ts';

export const gpuUseSections = {
  'gpu/idle': {
    title: 'A build holds a GPU without using it',
    meaning: 'For an hour or more, the build’s GPUs have done nothing while it held memory of them.',
    remedy: 'Look at the build, and end it if it hangs.',
  },
  'gpu/hot': {
    title: 'A GPU is hot',
    meaning: 'For half a minute or more, the card has been at the temperature of the setting `gpu.hot` or above.',
    remedy: 'Look at fans, dust and the air around the card. It slows down by itself before it is damaged.',
  },
  'gpu/full': {
    title: 'The memory of a GPU is full',
    meaning: 'For half a minute or more, the share of its memory in the setting `gpu.full` or more has been in use.',
    remedy: 'The GPU view shows which build or program holds it. Others that start on this card may fail.',
  },
} as const satisfies Sections;

type GpuUseFailure = CodedFailure<keyof typeof gpuUseSections>;

/** `memory`: such as `20.0 GiB`; `duration`: such as `3 h`. */
export const gpuHeldIdle = (build: string, memory: string, duration: string): GpuUseFailure => ({
  code: 'gpu/idle',
  title: `${build} holds a GPU without using it`,
  detail: `It has held ${memory} for ${duration} while the GPU did nothing.`,
  fix: 'Look at the build, and end it if it hangs.',
});

/** `limit`: °C. */
export const gpuHot = (index: number, name: string, limit: number): GpuUseFailure => ({
  code: 'gpu/hot',
  title: `GPU ${index} is hot`,
  detail: `${name} is at ${limit} °C or more, or its memory is too hot, or it slows down to protect itself.`,
  fix: 'Look at fans, dust and the air around the card. It slows down by itself before it is damaged.',
});

/** `limit`: percent. */
export const gpuFull = (index: number, name: string, limit: number): GpuUseFailure => ({
  code: 'gpu/full',
  title: `The memory of GPU ${index} is full`,
  detail: `${limit} % or more of the memory of ${name} is in use.`,
  fix: 'The GPU view shows which build or program holds it. Others that start on this card may fail.',
});
