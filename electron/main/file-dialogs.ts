import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

/** The system's dialogs for files and folders, on top of a window where there is one. */
export interface FileDialogs {
  /** The path that the user picked; null where the dialog was cancelled. `from`: where it opens, or the user's home. */
  pickFolder(title: string, from: string): Promise<string | null>;
  pickFile(title: string, from: string): Promise<string | null>;
  /** Where to save; opens in the user's documents with this file name. Null where the dialog was cancelled. */
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
