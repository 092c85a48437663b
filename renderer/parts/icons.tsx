import type { ComponentChildren } from 'preact';
import type { Sign } from '../../electron/shared/state-words.ts';

/** Line icons in the text's size and colour. Decorative: text beside them carries the meaning. */
function Line({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      {children}
    </svg>
  );
}

/** A view's icon in the navigation. */
export const NavIcon = ({ path }: { readonly path: string }) => (
  <Line>
    <path d={path} />
  </Line>
);

const marks = {
  done: 'M3 8.5 6.5 12 13 4.5',
  failed: 'M4 4l8 8M12 4l-8 8',
  waiting: 'M8 5.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  good: 'M3 8.5 6.5 12 13 4.5',
  bad: 'M8 2.5 14.3 13.500H1.700zM8 6.500v3.500M8 11.700v.3',
  even: 'M3 8h10',
  stopped: 'M4 4h8v8H4z',
  copy: 'M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3',
  open: 'M6.5 3.500h-4v10h10v-4M9 2.500h4.500V7M13.5 2.5 7 9',
  folder: 'M1.5 12.500v-9h4.500l1.5 2h7v7z',
  play: 'M5 3l8 5-8 5z',
  close: 'M4 4l8 8M12 4l-8 8',
  add: 'M8 3v10M3 8h10',
} as const;
export type MarkName = keyof typeof marks;

export const Mark = ({ name }: { readonly name: MarkName }) => (
  <Line>
    <path d={marks[name]} />
  </Line>
);

/** Turns while something runs; respects prefers-reduced-motion. */
export const Spinner = () => (
  <svg class="icon spinner" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="5.5" class="spinner-track" />
    <path d="M8 2.500A5.5 5.5 0 0 1 13.5 8" />
  </svg>
);

/** The tray's icons (`assets/icons`), at any size. */
export function SignIcon({ sign, size }: { readonly sign: Sign; readonly size: number }) {
  return (
    <svg class={`sign sign-${sign}`} width={size} height={size} viewBox="0 0 22 22" aria-hidden="true">
      {drawings[sign]}
    </svg>
  );
}

const tile = <rect x="1" y="1" width="20" height="20" rx="5" class="sign-tile" />;
const drawings: Readonly<Record<Sign, ComponentChildren>> = {
  unknown: <circle cx="11" cy="11" r="7" class="sign-line" />,
  off: <path d="M7 5.600a7.6 7.6 0 1 0 8 0M11 2.600V10" class="sign-line" />,
  working: (
    <g class="sign-turning">
      <circle cx="11" cy="11" r="7.5" class="sign-line sign-faint" />
      <path d="M11 3.500A7.5 7.5 0 0 1 18.5 11" class="sign-line" />
    </g>
  ),
  dind: (
    <>
      {tile}
      <rect x="5" y="5" width="12" height="12" rx="1" class="sign-on-tile" />
      <path d="M8 8h6v6H8z" class="sign-fill" />
    </>
  ),
  dood: (
    <>
      {tile}
      <path d="M9 8H5v9h9v-4" class="sign-on-tile" />
      <path d="M11 4h7v7h-7z" class="sign-fill" />
    </>
  ),
  attention: (
    <>
      <path d="M11 2 21 20H1z" class="sign-tile" stroke-linejoin="round" />
      <path d="M11 8.500v5M11 16.500v.5" class="sign-on-tile" />
    </>
  ),
  failed: (
    <>
      <path d="M7 1h8l6 6v8l-6 6H7l-6-6V7z" class="sign-tile" />
      <path d="M7.5 7.500l7 7M14.5 7.500l-7 7" class="sign-on-tile" />
    </>
  ),
};
