// In place of node:path in the window.
const whole = (path) => path;
export default { basename: whole, extname: () => '' };
