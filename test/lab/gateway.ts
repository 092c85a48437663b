import { must } from './shell.ts';

/**
 * The address at which containers, those of builds included, reach servers of this computer. Asked of `ip`, since
 * `os.networkInterfaces()` leaves out a bridge that no container is on at the moment.
 */
export function gateway(): string {
  const [bridge]: { readonly addr_info: readonly { readonly local: string }[] }[] = JSON.parse(
    must('ip', ['-json', '-4', 'address', 'show', 'docker0']),
  );
  const address = bridge?.addr_info[0]?.local;
  if (address === undefined) throw new Error('The engine has no bridge docker0.');
  return address;
}
