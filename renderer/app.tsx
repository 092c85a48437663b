import { useEffect } from 'preact/hooks';
import { type ViewName, views } from '../electron/shared/views.ts';
import { goTo, useView, VIEW_NAMES } from './current-view.ts';
import { endFirstStart, useFirstStart } from './first-start/phase.ts';
import { SwitchDialog } from './overview/switch-dialog.tsx';
import { Announcer } from './parts/announcer.tsx';
import { FailedAction } from './parts/failed-action.tsx';
import { NavIcon } from './parts/icons.tsx';
import { Status } from './parts/status.tsx';
import { closePreview, usePreviewedMode } from './previewed-mode.ts';
import { strings } from './strings.ts';
import { UpgradeDialogs } from './upgrades/dialogs.tsx';
import { FirstStart } from './views/first-start.tsx';
import { viewContents } from './views/index.tsx';

/** The whole window. */
export function App() {
  const view = useView();
  const starting = useFirstStart();
  const previewed = usePreviewedMode();
  useEffect(() => {
    const byNumber = (event: KeyboardEvent): void => {
      // By the key's place: on some layouts a digit needs Shift.
      const [, digit] = /^(?:Digit|Numpad)([1-9])$/.exec(event.code) ?? [];
      const wanted = VIEW_NAMES[Number(digit) - 1];
      if (!event.ctrlKey || event.altKey || event.shiftKey || wanted === undefined) return;
      // An open dialog takes precedence.
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
      <Navigation view={view} />
      <Content key={view} view={view} first={starting && view === 'overview'} />
      {previewed === null ? null : (
        <SwitchDialog key={previewed.mode} {...previewed} onClose={closePreview} onStarted={switchStarted} />
      )}
      <UpgradeDialogs onStarted={switchStarted} />
      <FailedAction />
      <Announcer />
    </div>
  );
}

/** Shows the progress of a switch that was just started. */
function switchStarted(): void {
  endFirstStart();
  goTo('overview');
}

function Navigation({ view }: { readonly view: ViewName }) {
  return (
    <nav class="nav" aria-label={strings.frame.navigation}>
      <Status />
      <ul>
        {VIEW_NAMES.map((name, at) => (
          <li key={name}>
            <button
              type="button"
              class="nav-item"
              aria-current={name === view ? 'page' : undefined}
              aria-keyshortcuts={`Control+${at + 1}`}
              title={strings.frame.view(views[name], at + 1)}
              onClick={() => goTo(name)}
            >
              <NavIcon path={viewContents[name].icon} />
              <span>{views[name]}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Content({ view, first }: { readonly view: ViewName; readonly first: boolean }) {
  const Shown = first ? FirstStart : viewContents[view].Content;
  return (
    <main
      id="content"
      class={`view view-${first ? 'first-start' : view}`}
      tabIndex={-1}
      aria-label={first ? strings.firstStart.title : views[view]}
    >
      <Shown />
    </main>
  );
}
