import type { Json } from './settings-path.ts';

/** A Jenkins that this app did not create, and what it would take to continue with it. */
export interface Offer {
  /** Its container, its unit or its war file: what `jenkins-tray take-over` names. */
  readonly name: string;
  /** A sentence by which its user recognises it. */
  readonly description: string;
  /** The settings, by dotted keys, with which the next start continues with it; null: it cannot be taken over. */
  readonly change: Readonly<Record<string, Json>> | null;
  /** Why it cannot be taken over; null: it can. */
  readonly why: string | null;
  /** What these settings keep, one line each. */
  readonly carried: readonly string[];
  /** What they do not. */
  readonly lost: readonly string[];
}
