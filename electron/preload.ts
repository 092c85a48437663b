import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, Pushes } from './shared/ipc.ts';

/** What main may push; compiles only while it is complete. */
const pushes: Readonly<Record<keyof Pushes, true>> = {
  snapshot: true,
  log: true,
  navigate: true,
  choose: true,
  settings: true,
};

const bridge: Bridge = {
  call: (name, ...argument) => ipcRenderer.invoke('jenkins-tray:call', name, argument[0]),
  on<P extends keyof Pushes>(name: P, listener: (value: Pushes[P]) => void) {
    if (!Object.hasOwn(pushes, name)) return () => undefined;
    const heard = (_event: unknown, value: Pushes[P]): void => {
      listener(value);
      // Main sends more of a log only when the last of it was taken.
      if (name === 'log') ipcRenderer.send('jenkins-tray:taken');
    };
    ipcRenderer.on(`jenkins-tray:${name}`, heard);
    return () => {
      ipcRenderer.off(`jenkins-tray:${name}`, heard);
    };
  },
};

contextBridge.exposeInMainWorld('jenkinsTray', bridge);
