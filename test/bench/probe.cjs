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

/** Painted: the page has its heading, two frames have passed since, and the window is on the screen. */
const PAINTED = `new Promise((done) => {
  const look = () => document.querySelector('h1') === null
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => requestAnimationFrame(done));
  look();
}).then(() => null)`;

app.on('browser-window-created', (_event, window) => {
  const shown = new Promise((resolve) => window.once('show', resolve));
  window.webContents.once('dom-ready', async () => {
    await Promise.all([shown, window.webContents.executeJavaScript(PAINTED)]);
    tell('painted');
    setTimeout(() => window.close(), 300);
  });
});
