import { networkInterfaces } from 'node:os';

/** The address at which containers, those of builds included, reach servers of this computer. */
export function gateway(): string {
  const address = networkInterfaces().docker0?.find(({ family }) => family === 'IPv4')?.address;
  if (address === undefined) throw new Error('The engine has no bridge docker0.');
  return address;
}
