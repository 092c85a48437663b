/** What goes wrong with a call. */
export type Fault =
  /** The engine refuses, with an HTTP status and a text. */
  | { readonly kind: 'fail'; readonly status: number; readonly text: string }
  /** The connection breaks: before the engine has the request, or after it has carried it out. */
  | { readonly kind: 'break'; readonly carriedOut: boolean }
  /** The answer never comes, though the request is carried out by default; the call ends at its deadline. */
  | { readonly kind: 'drop'; readonly carriedOut?: false }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Something else happens just before the engine has the request; the call itself goes well. */
  | { readonly kind: 'meanwhile'; readonly run: () => void }
  /** The process ends here: neither this call nor a later one ever answers. */
  | { readonly kind: 'crash'; readonly carriedOut: boolean };

/** A fault for one call: the `nth` of those that begin with `call`, from 1 on, or each; all calls count where it is empty. */
export interface PlannedFault {
  readonly call: string;
  readonly nth: number | 'each';
  readonly fault: Fault;
}

/** Picks the fault of each call of one process. */
export class Faults {
  readonly #planned: readonly PlannedFault[];
  readonly #counts = new Map<string, number>();

  constructor(planned: readonly PlannedFault[]) {
    this.#planned = planned;
  }

  /** The fault of this call, which is counted; null: it goes well. */
  next(text: string): Fault | null {
    for (const start of new Set(this.#planned.map(({ call }) => call)))
      if (text.startsWith(start)) this.#counts.set(start, (this.#counts.get(start) ?? 0) + 1);
    const found = this.#planned.find(
      ({ call, nth }) => text.startsWith(call) && (nth === 'each' || this.#counts.get(call) === nth),
    );
    return found?.fault ?? null;
  }
}
