import type { ComponentType, JSX } from 'preact';
import type { ViewName } from '../../electron/shared/views.ts';
import { type Load, schema, secrets, uplot, useLibrary, xterm } from '../library.ts';
import { Builds } from './builds.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { Gpus } from './gpus.tsx';
import { Logs } from './logs.tsx';
import { Overview } from './overview.tsx';
import { Settings } from './settings.tsx';
import { Snapshots } from './snapshots.tsx';
import { Upgrades } from './upgrades.tsx';

interface View {
  /** SVG path in a 16 × 16 box, drawn as a line. */
  readonly icon: string;
  readonly Content: ComponentType;
}

/** Icon and content of each view in `shared/views.ts`. */
export const viewContents: Readonly<Record<ViewName, View>> = {
  overview: { icon: 'M2.5 7 8 2.5 13.5 7v6.5h-4v-4h-3v4h-4z', Content: Overview },
  builds: {
    icon: 'M9.8 2.2a3.6 3.6 0 0 0-4.2 4.7L2 10.5 5.5 14l3.6-3.6a3.6 3.6 0 0 0 4.7-4.2L11.5 8.5 9 7.5 7.5 4.500z',
    Content: Builds,
  },
  gpus: {
    icon: 'M4.5 4.500h7v7h-7zM6.5 1.500v3M9.5 1.500v3M6.5 11.500v3M9.5 11.500v3M1.5 6.500h3M1.5 9.500h3M11.5 6.500h3M11.5 9.500h3',
    Content: () => <With library={uplot}>{(Plot) => <Gpus Plot={Plot} />}</With>,
  },
  logs: {
    icon: 'M2 3.500h12M2 6.500h8M2 9.500h10M2 12.500h6',
    Content: () => <With library={xterm}>{(it) => <Logs xterm={it} />}</With>,
  },
  snapshots: {
    icon: 'M2 5.500h3l1.2-2h3.600l1.2 2h3v8H2zM8 7a2.300 2.300 0 1 0 0 4.600A2.300 2.300 0 0 0 8 7z',
    Content: Snapshots,
  },
  upgrades: { icon: 'M8 13.500v-9M4.500 8 8 4.500 11.5 8M3 2h10', Content: Upgrades },
  settings: {
    icon: 'M2 4.500h6M12 4.500h2M2 11.500h2M8 11.500h6M10 2.700v3.600M6 9.700v3.6',
    Content: () => <With library={schema}>{(it) => <Settings schema={it} />}</With>,
  },
  diagnostics: {
    icon: 'M1.5 8.500h3l2-5 3 9 2-4h3',
    Content: () => <With library={secrets}>{({ redact }) => <Diagnostics redact={redact} />}</With>,
  },
};

interface WithProps<T> {
  readonly library: Load<T>;
  children(library: T): JSX.Element;
}

/** Renders nothing until the library is loaded. */
function With<T>({ library, children }: WithProps<T>) {
  const read = useLibrary(library);
  return read === null ? null : children(read);
}
