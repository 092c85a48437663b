/**
 * The first word after a command that has several actions, and how many further words each takes. Help, completions and the
 * commands themselves read it here; the commands refuse other words and other counts.
 */
type Actions = Readonly<Record<string, readonly [min: number, max: number]>>;

export const CONFIG_ACTIONS = {
  get: [1, 1],
  set: [1, 2],
  unset: [1, 1],
  edit: [0, 0],
  back: [0, 0],
  list: [0, 0],
  path: [0, 0],
} as const satisfies Actions;

export const IMAGES_ACTIONS = { list: [0, 0], prepare: [0, 1], remove: [0, 1] } as const satisfies Actions;

export const PASSWORD_ACTIONS = { check: [0, 0], set: [0, 0], rotate: [0, 0] } as const satisfies Actions;

export const PLUGINS_ACTIONS = {
  list: [0, 0],
  add: [1, 1],
  remove: [1, 1],
  edit: [0, 1],
  check: [0, 1],
} as const satisfies Actions;

export const SNAPSHOT_ACTIONS = {
  create: [0, 0],
  list: [0, 0],
  verify: [1, 1],
  restore: [1, 1],
  export: [2, 2],
  import: [1, 1],
  delete: [1, 1],
} as const satisfies Actions;

/** Whether a word is one of these actions. */
export const isAction = <A extends Actions>(word: string, actions: A): word is Extract<keyof A, string> =>
  Object.hasOwn(actions, word);
