import type { Pushes } from '../electron/shared/ipc.ts';
import { createValue, useValue } from './value.ts';

export type PageName = Pushes['navigate'];

/** In the order of the navigation; Ctrl+1 is the first. */
export const PAGES: readonly PageName[] = ['overview', 'builds', 'gpus', 'logs', 'settings', 'diagnostics'];

const page = createValue<PageName>('overview');

export const usePage = (): PageName => useValue(page);
export const goTo = (next: PageName): void => page.set(next);
