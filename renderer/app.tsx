import { useEffect } from 'preact/hooks';
import { askFromTray, forget, useAsked } from './asked.ts';
import { endFirstStart, useFirstStart } from './first-start/going.ts';
import { type Load, useLazy } from './lazy.ts';
import { SwitchDialog } from './overview/switch-dialog.tsx';
import { goTo, PAGES, type PageName, usePage } from './page.ts';
import { Overview } from './pages/overview.tsx';
import { Announcer } from './parts/announcer.tsx';
import { FailedAct } from './parts/failed-act.tsx';
import { NavIcon } from './parts/icons.tsx';
import { Status } from './parts/status.tsx';
import { strings } from './strings.ts';

/** Pages beside the first are read when they are first opened: a window shows something sooner. */
const later: Readonly<Record<Exclude<PageName, 'overview'>, Load>> = {
  builds: () => import('./pages/builds.tsx').then((it) => it.Builds),
  gpus: () => import('./pages/gpus.tsx').then((it) => it.Gpus),
  logs: () => import('./pages/logs.tsx').then((it) => it.Logs),
  settings: () => import('./pages/settings.tsx').then((it) => it.Settings),
  diagnostics: () => import('./pages/diagnostics.tsx').then((it) => it.Diagnostics),
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
      {first ? <Lazy load={firstStart} /> : page === 'overview' ? <Overview /> : <Lazy load={later[page]} />}
    </main>
  );
}

function Lazy({ load }: { readonly load: Load }) {
  const Page = useLazy(load);
  return Page === null ? null : <Page />;
}
