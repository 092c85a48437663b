import type { CodedFailure, Sections } from './types.ts';

export const portSections = {
  'port/in-use': {
    title: 'A port is taken',
    meaning: 'Another program or container listens on a port that Jenkins needs on this computer.',
    remedy: 'Stop that program, or choose another port, such as `jenkins-tray config set ports.dood 8090`.',
  },
  'port/open-wider': {
    title: 'Docker published a port on other networks than requested',
    meaning:
      'After the start the container was reachable at an address that the settings do not name, so it was stopped. Docker does so if it cannot use the address.',
    remedy: 'Set an address that this computer has: `jenkins-tray config set address 127.0.0.1`.',
  },
  'port/no-address': {
    title: 'This computer does not have that address',
    meaning: 'The setting `address` is an address that no network interface of this computer has at the moment.',
    remedy: 'Choose one that it has: `jenkins-tray config set address 127.0.0.1`; `ip address` lists them.',
  },
} as const satisfies Sections;

type PortFailure = CodedFailure<keyof typeof portSections>;

/** `wider`: where it was published instead. */
export const portOpenWider = (container: string, wider: readonly string[]): PortFailure => ({
  code: 'port/open-wider',
  title: 'Docker published a port on other networks than requested',
  detail: `${container} was reachable at ${wider.join(', ')}. It was stopped.`,
  fix: 'Set an address that this computer has.',
  command: 'jenkins-tray config set address 127.0.0.1',
});

/** A taken port, as far as it is known: the engine may not name it, and the program that uses it may be unknown. */
interface TakenPort {
  readonly port: number | undefined;
  readonly holder: string | undefined;
  readonly detail: string;
  /** The setting of the port, and a free port near it or null. Absent if the setting is unknown. */
  readonly instead?: { readonly key: string; readonly free: number | null };
}

export const portInUse = ({ port, holder, detail, instead }: TakenPort): PortFailure => ({
  code: 'port/in-use',
  title: `${port === undefined ? 'A port' : `Port ${port}`} is taken${holder === undefined ? '' : ` by ${holder}`}`,
  detail,
  fix: `Stop ${holder ?? 'the program that uses it'}, or use ${otherPort(instead)}.`,
  ...commandFor(instead),
});

export const addressNotHere = (message: string): PortFailure => ({
  code: 'port/no-address',
  title: 'This computer does not have the address on which Jenkins should listen',
  detail: message,
  fix: 'Choose an address that this computer has.',
  command: 'jenkins-tray config set address 127.0.0.1',
});

function commandFor(instead: TakenPort['instead']): { readonly command?: string } {
  if (instead === undefined) return { command: 'jenkins-tray config list' };
  return instead.free === null ? {} : { command: `jenkins-tray config set ${instead.key} ${instead.free}` };
}

const otherPort = (instead: TakenPort['instead']): string =>
  instead === undefined || instead.free === null ? 'another port' : `the free port ${instead.free}`;
