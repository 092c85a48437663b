import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

/** The system's file and folder dialogs, modal to the window if there is one. */
export interface FileDialogs {
  /** Returns the chosen path; null if cancelled. `from` is the initial folder, by default the user's home. */
  pickFolder(title: string, from: string): Promise<string | null>;
  pickFile(title: string, from: string): Promise<string | null>;
  /** Returns the path to save to; null if cancelled. Opens in the user's documents with this file name. */
  saveAs(name: string): Promise<string | null>;
}

export function createFileDialogs(window: () => BrowserWindow | null): FileDialogs {
  const pick = async (title: string, from: string, properties: NonNullable<OpenDialogOptions['properties']>) => {
    const options: OpenDialogOptions = { title, defaultPath: from || homedir(), properties };
    const owner = window();
    const { filePaths } = await (owner === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(owner, options));
    return filePaths[0] ?? null;
  };
  return {
    pickFolder: (title, from) => pick(title, from, ['openDirectory', 'createDirectory']),
    pickFile: (title, from) => pick(title, from, ['openFile']),
    async saveAs(name) {
      const options = { defaultPath: join(app.getPath('documents'), name) };
      const owner = window();
      const { filePath } = await (owner === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(owner, options));
      return filePath ? filePath : null;
    },
  };
}
