// First, so that styles imported by views can override it.
import './styles/index.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { goTo } from './current-view.ts';
import { keepFocus } from './keep-focus.ts';
import { previewFromTray, updateFromTray } from './previewed-mode.ts';
import { askAgain, connect } from './store.ts';

// Subscribe before the first render: main may push as soon as this script has run.
window.jenkinsTray.on('navigate', goTo);
window.jenkinsTray.on('choose', previewFromTray);
window.jenkinsTray.on('update', updateFromTray);
window.jenkinsTray.on('shown', askAgain);
keepFocus();
void connect(() => render(<App />, document.body));
