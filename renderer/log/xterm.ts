export { FitAddon } from '@xterm/addon-fit';
export { SearchAddon } from '@xterm/addon-search';
export { Terminal } from '@xterm/xterm';

/** The terminal library: 380 kB that only the log view needs. */
export type Xterm = typeof import('./xterm.ts');
