import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { forget, useAsked } from './asked.ts';
import { endFirstStart, useFirstStart } from './first-start/going.ts';
import { type Load, schema, uplot, useLibrary, xterm } from './library.ts';
import { SwitchDialog } from './overview/switch-dialog.tsx';
import { goTo, PAGES, type PageName, usePage } from './page.ts';
import { Builds } from './pages/builds.tsx';
import { Diagnostics } from './pages/diagnostics.tsx';
import { FirstStart } from './pages/first-start.tsx';
import { Gpus } from './pages/gpus.tsx';
import { Logs } from './pages/logs.tsx';
import { Overview } from './pages/overview.tsx';
import { Settings } from './pages/settings.tsx';
import { Announcer } from './parts/announcer.tsx';
import { FailedAct } from './parts/failed-act.tsx';
import { NavIcon } from './parts/icons.tsx';
import { Status } from './parts/status.tsx';
import { strings } from './strings.ts';

const pages: Readonly<Record<PageName, ComponentType>> = {
  overview: Overview,
  builds: Builds,
  gpus: () => <With library={uplot}>{(Plot) => <Gpus Plot={Plot} />}</With>,
  logs: () => <With library={xterm}>{(it) => <Logs xterm={it} />}</With>,
  settings: () => <With library={schema}>{(it) => <Settings schema={it} />}</With>,
  diagnostics: Diagnostics,
};

/** The whole window. */
export function App() {
  const page = usePage();
  const starting = useFirstStart();
  const asked = useAsked();
  useEffect(() => {
    const byNumber = (event: KeyboardEvent): void => {
      const wanted = PAGES[Number(event.key) - 1];
      if (!event.ctrlKey || event.altKey || event.shiftKey || wanted === undefined) return;
      // What is asked in a dialog comes first.
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      goTo(wanted);
    };
    addEventListener('keydown', byNumber);
    return () => removeEventListener('keydown', byNumber);
  }, []);
  return (
    <div class="frame">
      <a class="skip" href="#content">
        {strings.frame.skip}
      </a>
      <Navigation page={page} />
      <Content key={page} page={page} first={starting && page === 'overview'} />
      {asked === null ? null : <SwitchDialog key={asked} mode={asked} onClose={forget} onBegun={begun} />}
      <FailedAct />
      <Announcer />
    </div>
  );
}

/** What was agreed to is watched where it is shown. */
function begun(): void {
  endFirstStart();
  goTo('overview');
}

function Navigation({ page }: { readonly page: PageName }) {
  return (
    <nav class="nav" aria-label={strings.frame.navigation}>
      <Status />
      <ul>
        {PAGES.map((name, at) => (
          <li key={name}>
            <button
              type="button"
              class="nav-item"
              aria-current={name === page ? 'page' : undefined}
              aria-keyshortcuts={`Control+${at + 1}`}
              onClick={() => goTo(name)}
            >
              <NavIcon page={name} />
              <span>{strings.pages[name]}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Content({ page, first }: { readonly page: PageName; readonly first: boolean }) {
  const Page = first ? FirstStart : pages[page];
  return (
    <main id="content" class={`page page-${first ? 'first-start' : page}`} tabIndex={-1}>
      <Page />
    </main>
  );
}

interface WithProps<T> {
  readonly library: Load<T>;
  children(library: T): JSX.Element;
}

function With<T>({ library, children }: WithProps<T>) {
  const read = useLibrary(library);
  return read === null ? null : children(read);
}
