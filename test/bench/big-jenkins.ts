import { type ApiItem, serveJenkins } from '../doubles/jenkins-api.ts';

/** Serves a Jenkins with 2,000 jobs in 40 folders, each with 100 builds; prints its address. */
const MINUTE_MS = 60_000;
const began = Date.now();

const jobs = (folder: number): readonly ApiItem[] =>
  Array.from({ length: 50 }, (_, at) => ({
    name: `train model ${at}`,
    builds: Array.from({ length: 100 }, (__, back) => ({
      number: 100 - back,
      result: back % 7 === 0 ? 'FAILURE' : 'SUCCESS',
      timestamp: began - (back * 40 * 50 + at * 40 + folder) * MINUTE_MS,
      duration: 3 * MINUTE_MS,
    })),
  }));

const { url } = await serveJenkins({
  items: Array.from({ length: 40 }, (_, at) => ({ name: `team ${at}`, jobs: jobs(at) })),
});
process.stdout.write(`${url}\n`);
