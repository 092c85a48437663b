import { pageOf, type Snapshot } from './snapshot.ts';

/** What of a snapshot the window asks for more about: engine, Jenkins, a switch or a job in another state is another text. */
export const situationOf = ({ engine, jenkins, activity, job }: Snapshot): string =>
  [
    ...[engine.kind, jenkins.kind, 'mode' in jenkins ? jenkins.mode : '', pageOf(jenkins) ?? ''],
    ...[activity.kind, job?.state ?? '', job?.startedAt ?? ''],
  ].join(' ');
