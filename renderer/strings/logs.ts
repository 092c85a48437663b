/** The view of logs. */
export const logStrings = {
  sources: { jenkins: 'Jenkins', dind: 'Nested engine' },
  sourcesLabel: 'Which log',
  terminalLabel: 'Log, newest line last. Arrow keys scroll, Ctrl+F searches, Ctrl+C copies.',
  linesLabel: 'Visible log lines',
  search: 'Search',
  searchLabel: 'Search in the log',
  previous: 'Previous match',
  next: 'Next match',
  matches: (at: number, many: number, most: number) => {
    if (many === 0) return 'None';
    const all = many >= most ? `${many.toLocaleString('en')}+` : many.toLocaleString('en');
    return at > 0 ? `${at.toLocaleString('en')} of ${all}` : all;
  },
  follow: (behind: number) =>
    behind === 0 ? 'Follow' : `Follow: ${behind.toLocaleString('en')} new ${behind === 1 ? 'line' : 'lines'}`,
  copy: 'Copy',
  copied: 'Copied',
  copyTitle: 'Copy the selection, or all lines in the scrollback',
  save: 'Save…',
  saveTitle: 'Save the whole log to a file',
  saved: (path: string) => `Saved to ${path}`,
  leftOut: (lines: number) =>
    `… ${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'} omitted; save the log to see them all`,
  cut: (characters: number) => ` … ${characters.toLocaleString('en')} more characters`,
  none: {
    jenkins: 'The log appears here when Jenkins starts.',
    dind: 'The nested engine runs only in DinD. Its log appears here when it starts.',
  },
} as const;
