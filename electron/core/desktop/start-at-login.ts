/** Starting with the user's session. */
export interface StartAtLoginEntry {
  /** Whether the session starts the app: as set here, or as the user changed it elsewhere since. */
  enabled(): boolean;
  set(on: boolean): Promise<void>;
  /** An app that moved (an AppImage): the entry is written anew with where it is now. The user's own switches stay. */
  repair(): Promise<void>;
}

/** Where the setting and the session's list differ: who changed last wins. */
export type StartAtLoginChange =
  | { readonly kind: 'none' }
  /** The setting changed: into the session's list with it. */
  | { readonly kind: 'apply'; readonly on: boolean }
  /** The user changed the session's list: the setting follows. */
  | { readonly kind: 'follow'; readonly on: boolean };

/** `applied`: the setting as it was last written into the session's list; null: never. */
export function startAtLoginChange(setting: boolean, applied: boolean | null, enabled: boolean): StartAtLoginChange {
  if (setting === enabled) return { kind: 'none' };
  return setting === applied ? { kind: 'follow', on: enabled } : { kind: 'apply', on: setting };
}
