import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { askFromTray, forget, useAsked } from './asked.ts';
import { endFirstStart, useFirstStart } from './first-start/going.ts';
import { type Load, useLazy } from './lazy.ts';
import { SwitchDialog } from './overview/switch-dialog.tsx';
import { goTo, PAGES, type PageName, usePage } from './page.ts';
import { Builds } from './pages/builds.tsx';
import { Diagnostics } from './pages/diagnostics.tsx';
import { Overview } from './pages/overview.tsx';
import { Announcer } from './parts/announcer.tsx';
import { FailedAct } from './parts/failed-act.tsx';
import { NavIcon } from './parts/icons.tsx';
import { Status } from './parts/status.tsx';
import { strings } from './strings.ts';

/** Large pages are read when they are first opened. The small ones come along: each file that is asked for costs more. */
const later: Readonly<Record<'gpus' | 'logs' | 'settings', Load>> = {
  gpus: () => import('./pages/gpus.tsx').then((it) => it.Gpus),
  logs: () => import('./pages/logs.tsx').then((it) => it.Logs),
  settings: () => import('./pages/settings.tsx').then((it) => it.Settings),
};
const atOnce: Readonly<Record<Exclude<PageName, keyof typeof later>, ComponentType>> = {
  overview: Overview,
  builds: Builds,
  diagnostics: Diagnostics,
};
const firstStart: Load = () => import('./pages/first-start.tsx').then((it) => it.FirstStart);

/** The whole window. */
export function App() {
  const page = usePage();
  const starting = useFirstStart();
  const asked = useAsked();
  useEffect(() => window.jenkinsTray.on('navigate', goTo), []);
  useEffect(() => window.jenkinsTray.on('choose', askFromTray), []);
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
  return (
    <main id="content" class={`page page-${first ? 'first-start' : page}`} tabIndex={-1}>
      <Page page={page} first={first} />
    </main>
  );
}

function Page({ page, first }: { readonly page: PageName; readonly first: boolean }) {
  if (first) return <Lazy load={firstStart} />;
  if (page === 'gpus' || page === 'logs' || page === 'settings') return <Lazy load={later[page]} />;
  const AtOnce = atOnce[page];
  return <AtOnce />;
}

function Lazy({ load }: { readonly load: Load }) {
  const Read = useLazy(load);
  return Read === null ? null : <Read />;
}
