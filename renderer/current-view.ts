import { type ViewName, views } from '../electron/shared/views.ts';
import { createValue, useValue } from './value.ts';

const view = createValue<ViewName>('overview');

/** The view that is shown. */
export const useView = (): ViewName => useValue(view);
export const goTo = (next: ViewName): void => view.set(next);

const isViewName = (key: string): key is ViewName => key in views;

/** In the order of the navigation; Ctrl+1 shows the first. */
export const VIEW_NAMES: readonly ViewName[] = Object.keys(views).filter(isViewName);
