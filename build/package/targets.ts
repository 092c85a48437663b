/** Made from what is on this computer; the tools of all others are electron-builder's downloads. */
const OFFLINE = ['dir', 'tar.gz', 'deb'] as const;
const ONLINE = ['deb', 'rpm', 'AppImage', 'tar.gz'] as const;
/** The command line alone; asked for by itself. */
export const NPM = 'npm';

/** What is to be made, with what to say before; or why nothing is. */
type Choice =
  | { readonly targets: readonly string[]; readonly note: string | null }
  | { readonly targets: null; readonly why: string };

/** The targets of `npm run package [TARGET…]`: those asked for, else all that can be made. `online`: downloads are reachable. */
export function chooseTargets(asked: readonly string[], online: boolean): Choice {
  const all: readonly string[] = [...new Set([...OFFLINE, ...ONLINE])];
  const unknown = asked.filter((it) => !all.includes(it));
  if (unknown.length > 0)
    return {
      targets: null,
      why: `unknown target: ${unknown.join(', ')}. There are dir, ${ONLINE.join(', ')}, and by itself ${NPM}.`,
    };
  const needDownloads = all.filter((it) => !OFFLINE.some((one) => one === it));
  const beyond = online ? [] : asked.filter((it) => needDownloads.includes(it));
  if (beyond.length > 0)
    return {
      targets: null,
      why: `${beyond.join(', ')}: electron-builder downloads a tool for this from GitHub, which cannot be reached here.`,
    };
  const note = `Electron's download cannot be reached: made with the lab's Electron 22, for tests only. Left out, since their tools are downloads, too: ${needDownloads.join(', ')}`;
  return { targets: asked.length > 0 ? asked : online ? ONLINE : OFFLINE, note: online ? null : note };
}
