import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from './shared/ipc.ts';
import { channels, type Pushes, type PushName, pushes } from './shared/ipc-channels.ts';

const bridge: Bridge = {
  call: (name, ...argument) => ipcRenderer.invoke(channels.call, name, argument[0]),
  on<P extends PushName>(name: P, listener: (value: Pushes[P]) => void) {
    if (!Object.hasOwn(pushes, name)) return () => undefined;
    const forward = (_event: unknown, value: Pushes[P]): void => {
      listener(value);
      // Main sends the next batch of a log only after this one was acknowledged.
      if (name === 'log') ipcRenderer.send(channels.taken);
    };
    ipcRenderer.on(channels.push(name), forward);
    return () => {
      ipcRenderer.off(channels.push(name), forward);
    };
  },
};

contextBridge.exposeInMainWorld('jenkinsTray', bridge);
