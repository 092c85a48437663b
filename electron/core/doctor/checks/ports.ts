import { portInUse } from '../../../shared/failures/port.ts';
import { clashes } from '../../observe/taken-ports.ts';
import { containerNames } from '../../stack/names.ts';
import type { DoctorCheck } from '../check.ts';

/** The ports that Jenkins needs are free, or used by our containers. */
const portsCheck: DoctorCheck = {
  id: 'ports',
  title: 'Ports',
  needs: 'engine',
  run: ({ names, settings }, { preflight: { running, takenPorts } }) => {
    const taken = takenPorts.flatMap((it) => {
      const owners = running.filter(({ ports }) => ports.some((published) => clashes(published, it)));
      const isOurs = owners.some(({ name }) => containerNames(names).includes(name));
      return isOurs ? [] : [{ ...it, holder: owners[0] === undefined ? it.holder : `the container ${owners[0].name}` }];
    });
    if (taken.length === 0) return { state: 'ok', detail: `free, or ours, on ${settings.address}` };
    return taken.map(({ port, holder, free }) => ({
      state: 'failed',
      detail: `${port} is taken by ${holder}`,
      failure: portInUse({ port, holder, detail: free === null ? 'None near it is free.' : `${free} is free.` }),
    }));
  },
};

/** In display order. */
export const portsChecks: readonly DoctorCheck[] = [portsCheck];
