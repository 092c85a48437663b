/** `train-model #42`: how a build is shown. */
export const buildName = ({ job, number }: { readonly job: string; readonly number: number }): string =>
  `${job} #${number}`;
