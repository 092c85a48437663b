/** `train-model #42`: what people call a build. */
export const buildName = ({ job, number }: { readonly job: string; readonly number: number }): string =>
  `${job} #${number}`;
