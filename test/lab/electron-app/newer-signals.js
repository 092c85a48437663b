// AbortSignal.any came with Electron 30 (Node 20). As there, a signal does not keep those that only follow it: an app that
// runs for weeks makes thousands that follow the signal of its end. Without a FinalizationRegistry, whose callbacks this
// Electron's main process does not run.

/** Those that somebody listens to: they are kept, and so are their listeners, like any other signal's. */
const heard = new Set();
/** The followers of each signal. */
const followers = new WeakMap();
/** What lives as long as one that follows others: its controller, and these. */
const parts = new WeakMap();
const { addEventListener } = EventTarget.prototype;

AbortSignal.any ??= (signals) => {
  const controller = new AbortController();
  const { signal } = controller;
  const aborted = signals.find((one) => one.aborted);
  if (aborted !== undefined) {
    controller.abort(aborted.reason);
    return signal;
  }
  parts.set(signal, { controller, signals });
  for (const source of signals) follow(source, new WeakRef(controller));
  keepWhileHeard(signal);
  return signal;
};

function follow(source, controller) {
  const known = followers.get(source);
  const all = known ?? { living: [], sweepAt: 16 };
  if (known === undefined) {
    followers.set(source, all);
    const abort = () => {
      for (const one of all.living.splice(0)) one.deref()?.abort(source.reason);
    };
    addEventListener.call(source, 'abort', abort, { once: true });
  }
  all.living.push(controller);
  if (all.living.length < all.sweepAt) return;
  all.living = all.living.filter((one) => one.deref() !== undefined);
  all.sweepAt = 2 * all.living.length + 16;
}

function keepWhileHeard(signal) {
  const listeners = new Set();
  const { removeEventListener } = signal;
  signal.addEventListener = (type, listener, options) => {
    addEventListener.call(signal, type, listener, options);
    if (type !== 'abort' || signal.aborted) return;
    listeners.add(listener);
    heard.add(signal);
  };
  signal.removeEventListener = (type, listener, options) => {
    removeEventListener.call(signal, type, listener, options);
    listeners.delete(listener);
    if (listeners.size === 0) heard.delete(signal);
  };
  addEventListener.call(signal, 'abort', () => heard.delete(signal), { once: true });
}
