// Loaded into a measured app by `-r`: writes to PROBE_FILE each request that it sends, and when its window is painted.
const { appendFileSync } = require('node:fs');
const net = require('node:net');
const { app } = require('electron');

const tell = (line) => appendFileSync(process.env.PROBE_FILE, `${Date.now()} ${line}\n`);

// Engine and Jenkins are requested through Node's sockets, whichever the HTTP client.
for (const name of ['write', 'end']) {
  const original = net.Socket.prototype[name];
  net.Socket.prototype[name] = function (chunk, ...rest) {
    const start = typeof chunk === 'string' || Buffer.isBuffer(chunk) ? Buffer.from(chunk).subarray(0, 500) : '';
    const [, request] = /^([A-Z]+ \S+) HTTP\/1/.exec(start.toString('latin1')) ?? [];
    if (request !== undefined) tell(`request ${request}`);
    return original.call(this, chunk, ...rest);
  };
}

/** Resolves two frames after the page has its heading. */
const PAINTED = `new Promise((done) => {
  const look = () => document.querySelector('h1') === null
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => requestAnimationFrame(done));
  look();
}).then(() => null)`;

/** Painted: the window is on the screen, and two frames with its heading have passed; of one that was loaded before, since then. */
app.on('browser-window-created', (_event, window) => {
  let isShown = false;
  const shown = new Promise((resolve) =>
    window.once('show', () => {
      isShown = true;
      resolve();
    }),
  );
  const painted = () => window.webContents.executeJavaScript(PAINTED);
  window.webContents.once('dom-ready', async () => {
    await painted();
    if (!isShown) await shown.then(painted);
    tell('painted');
    setTimeout(() => window.close(), 300);
  });
});
