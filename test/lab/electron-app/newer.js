// Shims for features of current Electron. Each names the version that added the feature; none is part of the product.
const { setMaxListeners } = require('node:events');
const { Readable } = require('node:stream');
const { protocol } = require('electron');

require('./newer-fs.js');
require('./newer-signals.js');
require('core-js-bundle'); // the language, to Node 24
const undici = require('undici');
for (const name of ['fetch', 'Headers', 'Request', 'Response', 'FormData']) globalThis[name] ??= undici[name]; // Electron 28 (Node 18)

// Electron 28 (Node 18.17): any number of listeners on a signal; before, the eleventh was reported as a leak.
const signalOf = Object.getOwnPropertyDescriptor(AbortController.prototype, 'signal');
Object.defineProperty(AbortController.prototype, 'signal', {
  ...signalOf,
  get() {
    const signal = signalOf.get.call(this);
    setMaxListeners(0, signal);
    return signal;
  },
});

protocol.handle ??= (scheme, handler) => {
  // Electron 25
  protocol.registerStreamProtocol(scheme, async (request, respond) => {
    const answer = await handler(new Request(request.url, { method: request.method, headers: request.headers }));
    respond({
      statusCode: answer.status,
      headers: Object.fromEntries(answer.headers),
      data: Readable.from([Buffer.from(await answer.arrayBuffer())]),
    });
  });
};
