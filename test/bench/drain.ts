import { setTimeout as sleep } from 'node:timers/promises';
import { consent } from '../../electron/shared/consents.ts';
import { beginJob, cleanUp, product, setup } from '../lab/setup.ts';
import { type Figure, figure } from './figure.ts';

/** The most that it may take, s. */
const LIMIT_S = 1.5;

export const benchmarks: Record<string, () => Promise<Figure>> = {
  /** From the end of the last build to the stop request, s. The lab's Jenkins is asked by REST. */
  'drain.delay': async () => {
    const lab = setup('bench-drain', 21600);
    const { controller } = product(lab);
    try {
      await controller.fulfil({ mode: 'dood', consents: 'all' });
      const url = `http://127.0.0.1:${lab.ports.dood}`;
      await beginJob(url, 'short', 6);
      let stopped = 0;
      controller.subscribe(({ activity }) => {
        if (activity.kind !== 'working') return;
        if (activity.steps.some(({ kind, state }) => kind === 'stop' && state === 'running')) stopped ||= Date.now();
      });
      const stopping = controller.fulfil({ mode: 'off', consents: [], given: [consent.whenIdle(0)] });
      const ended = await endOf(`${url}/job/short/1/api/json`);
      await stopping;
      const seconds = (stopped - ended) / 1000;
      return figure(seconds, LIMIT_S, 's');
    } finally {
      await controller.close();
      cleanUp(lab);
    }
  },
};

/** When a build ended, by Jenkins' own record; ms since 1970. */
async function endOf(build: string): Promise<number> {
  for (;;) {
    const now: { building: boolean; timestamp: number; duration: number } = await (await fetch(build)).json();
    if (!now.building) return now.timestamp + now.duration;
    await sleep(50);
  }
}
