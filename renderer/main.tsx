// First, so that styles imported by views can override it.
import './styles/index.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { goTo } from './current-view.ts';
import { previewFromTray } from './previewed-mode.ts';
import { connect } from './store.ts';

// Subscribe before the first render: main may push as soon as this script has run.
window.jenkinsTray.on('navigate', goTo);
window.jenkinsTray.on('choose', previewFromTray);
void connect().then(() => render(<App />, document.body));
