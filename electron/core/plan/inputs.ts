import type { Failure } from '../../shared/failure.ts';
import type { Notice } from '../../shared/notice.ts';
import type { Question } from '../../shared/preview.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Intent } from '../../shared/snapshot.ts';
import type { Facts } from '../observe/facts.ts';
import type { Names } from '../stack/names.ts';
import type { Stack } from '../stack/stack.ts';
import type { Step } from './steps.ts';

/** What to do, what to ask first, what blocks it, and what is left undone for a reason. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly questions: readonly Question[];
  readonly blocks: readonly Failure[];
  readonly notices: readonly Notice[];
}

/** Everything that a plan depends on. */
export interface PlanInputs {
  readonly facts: Facts;
  readonly intent: Pick<Intent, 'mode' | 'consents' | 'purge' | 'upgrade' | 'restore' | 'snapshot'>;
  readonly settings: Settings;
  readonly names: Names;
  /** The home's host path. */
  readonly home: string;
  /** The name of the volume that is the home; null, or absent: it is a folder. */
  readonly homeVolume?: string | null;
  /** The stack of the intent's mode; null for `off`. */
  readonly stack: Stack | null;
}
