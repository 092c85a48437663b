import type { TestProject } from 'vitest/node';
import { beginScreen } from './screen.ts';
import { type Stage, stage } from './stage.ts';

/** Where the windows and icons of one worker's tests are. */
export interface Display {
  readonly DISPLAY: string;
  readonly DBUS_SESSION_BUS_ADDRESS: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    displays: readonly Display[];
  }
}

/** Before desktop tests: a display and a session bus for each worker, so that files run beside each other. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stages: Stage[] = [];
  const close = async (): Promise<void> => void (await Promise.all(stages.map((one) => one.close())));
  try {
    for (let worker = 0; worker < project.config.maxWorkers; worker += 1) {
      const on = stage('display');
      stages.push(on);
      await beginScreen(on, '1280x900x24');
    }
    const of = ({ env: { DISPLAY = '', DBUS_SESSION_BUS_ADDRESS = '' } }: Stage): Display => ({
      DISPLAY,
      DBUS_SESSION_BUS_ADDRESS,
    });
    project.provide('displays', stages.map(of));
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return close;
}
