/** The view of builds. */
export const buildStrings = {
  lead: 'Running and recent builds of Jenkins.',
  running: 'Running now',
  recent: 'Recent',
  none: 'No builds yet',
  noneWhy: 'Builds are listed here after Jenkins has run one.',
  noneRunning: 'No builds are running.',
  hidden: (why: string) =>
    `${why}: there may be more than are listed here. If Jenkins hides them, set a user who may read all jobs, and an API token, in Settings.`,
  toSettings: 'Open Settings',
  noneShown: (hidden: number) =>
    `None of ${hidden === 1 ? 'this 1 build' : `these ${hidden} builds`} matches the filter.`,
  filters: { job: 'Filter by job', result: 'Filter by result', every: 'all results' },
  away: 'Jenkins is not running',
  awayWhy: 'Builds are shown while Jenkins is running.',
  columns: { result: 'Result', build: 'Build', started: 'Started', duration: 'Duration' },
  results: {
    running: 'running',
    success: 'succeeded',
    unstable: 'unstable',
    failure: 'failed',
    aborted: 'aborted',
    'not-built': 'not built',
  },
  waiting: 'Waiting in the queue',
  why: 'Why',
  open: (build: string) => `${build}, opens in the browser`,
  of: (elapsed: string, expected: string) => `${elapsed} of about ${expected}`,
  longer: (elapsed: string, expected: string) => `${elapsed}, longer than the expected ${expected}`,
  noEstimate: (elapsed: string) => `${elapsed}, no estimate yet`,
  progressOf: (build: string) => `Progress of ${build}`,
} as const;

/** What builds used of the GPUs. */
export const ledgerStrings = {
  title: 'GPU usage of builds',
  lead: 'GPU usage per build, as far as it was measured.',
  none: 'No build has used a GPU yet',
  noneWhy: 'Builds are listed here once they hold GPU memory.',
  save: 'Save as CSV…',
  saved: (path: string) => `Saved to ${path}`,
  columns: {
    build: 'Build',
    last: 'Last seen',
    minutes: 'GPU minutes',
    used: 'Utilisation',
    memory: 'Peak memory',
    energy: 'Energy',
  },
  used: (mean: string, peak: string) => `${mean}, peak ${peak}`,
  idle: (minutes: string, idle: string) => `${minutes}, idle ${idle}`,
  wattHours: (value: number) => `${value.toFixed(1)} Wh`,
} as const;
