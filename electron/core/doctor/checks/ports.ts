import { portInUse } from '../../../shared/failures/port.ts';
import { clashes } from '../../observe/taken-ports.ts';
import { containerNames } from '../../stack/names.ts';
import type { DoctorCheck } from '../check.ts';

/** The ports that Jenkins needs are free, or used by our containers. */
const portsCheck: DoctorCheck = {
  id: 'ports',
  title: 'Ports',
  needs: 'engine',
  run: ({ names, settings }, { preflight }) => {
    const running = preflight?.running ?? [];
    const ofOurs = new Set(
      running
        .filter(({ name }) => containerNames(names).includes(name))
        .flatMap((it) => it.ports.map(({ port }) => port)),
    );
    const taken = (preflight?.takenPorts ?? []).filter(({ port }) => !ofOurs.has(port));
    if (taken.length === 0) return { state: 'ok', detail: `free, or ours, on ${settings.address}` };
    return taken.map(({ port, holder: program, free }) => {
      const owner = running.find((it) =>
        it.ports.some((published) => clashes(published, { address: settings.address, port })),
      )?.name;
      const holder = owner === undefined ? program : `the container ${owner}`;
      const detail = free === null ? 'None near it is free.' : `${free} is free.`;
      return {
        state: 'failed',
        detail: `${port} is taken by ${holder}`,
        failure: portInUse({ port, holder, detail }),
      };
    });
  },
};

/** In display order. */
export const portsChecks: readonly DoctorCheck[] = [portsCheck];
