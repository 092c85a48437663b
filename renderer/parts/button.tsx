import type { ComponentChildren } from 'preact';
import { Mark, type MarkName } from './icons.tsx';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  /** `primary`: the view's main action. `quiet`: a secondary action. */
  readonly kind?: 'primary' | 'plain' | 'quiet';
  readonly icon?: MarkName;
  readonly disabled?: boolean;
  /** Accessible label, if the visible text is not enough. */
  readonly label?: string;
}

export function Button({ children, onClick, kind = 'plain', icon, disabled = false, label }: ButtonProps) {
  return (
    <button type="button" class={`button button-${kind}`} disabled={disabled} aria-label={label} onClick={onClick}>
      {icon === undefined ? null : <Mark name={icon} />}
      <span>{children}</span>
    </button>
  );
}
