import type { ViewName } from '../../shared/views.ts';
import type { TrayAction, TrayItem } from './tray-model.ts';

/** A line that cannot be chosen. */
export const text = (label: string): TrayItem => ({ kind: 'text', label });

export const action = (label: string, what: TrayAction, enabled = true): TrayItem => ({
  kind: 'action',
  label,
  enabled,
  action: what,
});

/** Opens the window; null: at its last view. */
export const show = (label: string, view: ViewName | null): TrayItem => action(label, { kind: 'show', view });
