/** A plugin in a listing of the product's look at them. */
interface Plugin {
  readonly name: string;
  readonly version: string;
  /** Such as `scm-api:676.v1`. */
  readonly needs?: string;
  readonly core?: string;
  readonly disabled?: boolean;
  readonly marker?: string;
  readonly file?: string;
}

/** One line of what `LIST_PLUGINS` prints. */
export function pluginRow(where: 'home' | 'image', plugin: Plugin): string {
  const { name, version, needs = '', core = '', disabled = false, marker = '', file = `${name}.jpi` } = plugin;
  return [where, file, name, version, core, needs, disabled ? 'disabled' : '', marker].join('\t');
}
