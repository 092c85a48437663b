import type { UpgradeWish } from '../../electron/shared/own-image.ts';

/** The version that was chosen. `same`: the base that is here, with the present list of plugins; `typed`: for another one. */
export interface ChosenVersion {
  readonly kind: 'today' | 'lts' | 'other' | 'same';
  readonly typed: string;
}

/** The upgrade that was chosen; null: none yet. */
export function wishOf({ kind, typed }: ChosenVersion, keepsHome: boolean): UpgradeWish | null {
  if (kind === 'today' || kind === 'same') return { kind: 'to', version: null, keepsHome };
  const version = kind === 'lts' ? 'lts' : typed.trim();
  return version === '' ? null : { kind: 'to', version, keepsHome };
}
