import type { SettingsKey } from '../../electron/shared/settings-path.ts';

/** The kind of control for a setting. */
export type FieldKind =
  | 'text'
  | 'secret'
  | 'folder'
  | 'file'
  | 'number'
  /** A number, or empty. */
  | 'optional-number'
  | 'seconds'
  /** Texts, one per line. */
  | 'list'
  | 'switch'
  | 'choice'
  | 'mounts'
  | 'gpus';

export interface Field {
  readonly key: SettingsKey;
  readonly kind: FieldKind;
  readonly label: string;
  /** One or two sentences, if the label is not enough. */
  readonly hint?: string;
  /** For a choice: the label of each value. */
  readonly choices?: Readonly<Record<string, string>>;
}

export interface Group {
  readonly title: string;
  readonly fields: readonly Field[];
}
