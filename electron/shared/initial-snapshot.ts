import type { Snapshot } from './snapshot.ts';

/** The snapshot before the first observation. Its revision is lower than that of any later one. */
export const initialSnapshot: Snapshot = {
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
