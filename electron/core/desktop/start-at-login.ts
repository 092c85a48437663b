/** The desktop session's own entry that starts the app at login. */
export interface StartAtLoginEntry {
  /** Whether the session starts the app: as set here or changed elsewhere. */
  enabled(): boolean;
  /** `hidden`: whether it then stays in the tray; yes unless told otherwise. */
  set(on: boolean, hidden?: boolean): Promise<void>;
  /** Updates the entry's path after the app (an AppImage) was moved. Keeps the rest of the entry. */
  repair(hidden?: boolean): Promise<void>;
}

/** What to do if the setting and the session's entry differ: the last change wins. */
export type StartAtLoginChange =
  | { readonly kind: 'none' }
  /** The setting changed: write it into the session's entry. */
  | { readonly kind: 'apply'; readonly on: boolean }
  /** The user changed the session's entry: the setting follows. */
  | { readonly kind: 'follow'; readonly on: boolean };

/** `applied`: the setting as last written into the session's entry; null: never. */
export function startAtLoginChange(setting: boolean, applied: boolean | null, enabled: boolean): StartAtLoginChange {
  if (setting === enabled) return { kind: 'none' };
  return setting === applied ? { kind: 'follow', on: enabled } : { kind: 'apply', on: setting };
}
