import type { Snapshot } from './snapshot.ts';

/** What is shown before anything was looked at. Its revision is below that of every look. */
export const nothingKnown: Snapshot = {
  revision: 0,
  firstTime: false,
  intent: 'off',
  engine: { kind: 'unknown' },
  jenkins: { kind: 'unknown' },
  builds: { kind: 'known', running: 0, list: [] },
  gpu: { kind: 'unknown' },
  activity: { kind: 'idle' },
  notices: [],
};
