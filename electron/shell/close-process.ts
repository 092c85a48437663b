import type { App } from 'electron';

/**
 * Before the app is ready: every page is sandboxed, and Chromium resolves no name, not even ahead for a link. Main's own
 * requests are Node's. Electron would take `--no-sandbox` back, with which only root can start it.
 */
export function closeProcess(app: Pick<App, 'enableSandbox'> & { readonly commandLine: CommandLine }): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('dns-prefetch-disable');
}

type CommandLine = Pick<App['commandLine'], 'hasSwitch' | 'appendSwitch'>;
