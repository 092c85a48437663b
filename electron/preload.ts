import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from './shared/ipc.ts';
import { channels, type Pushes, type PushName, pushes } from './shared/ipc-channels.ts';

const bridge: Bridge = {
  call: (name, ...argument) => ipcRenderer.invoke(channels.call, name, argument[0]),
  on<P extends PushName>(name: P, listener: (value: Pushes[P]) => void) {
    if (!Object.hasOwn(pushes, name)) return () => undefined;
    const heard = (_event: unknown, value: Pushes[P]): void => {
      listener(value);
      // Main sends more of a log only when the last batch was taken.
      if (name === 'log') ipcRenderer.send(channels.taken);
    };
    ipcRenderer.on(channels.push(name), heard);
    return () => {
      ipcRenderer.off(channels.push(name), heard);
    };
  },
};

contextBridge.exposeInMainWorld('jenkinsTray', bridge);
