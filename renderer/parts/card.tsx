import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface CardProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Beside the title: buttons. */
  readonly actions?: ComponentChildren;
  /** Under the title, quieter. */
  readonly lead?: string;
}

/** A part of a view with its heading. */
export function Card({ title, children, actions, lead }: CardProps) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <header class="card-head">
        <div>
          <h2 id={id}>{title}</h2>
          {lead === undefined ? null : <p class="quiet">{lead}</p>}
        </div>
        {actions === undefined ? null : <div class="row">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** A view's name, what it is for, and what can be done in it. */
export function ViewHead({ title, lead, children }: { title: string; lead?: string; children?: ComponentChildren }) {
  return (
    <header class="page-head">
      <div>
        <h1>{title}</h1>
        {lead === undefined ? null : <p class="quiet">{lead}</p>}
      </div>
      {children === undefined ? null : <div class="row">{children}</div>}
    </header>
  );
}

/** What a place shows that has nothing to show, and why. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children === undefined ? null : <p class="quiet">{children}</p>}
    </div>
  );
}
