// Before the styles that views import for themselves, which may override them.
import './styles/index.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { askFromTray } from './asked.ts';
import { goTo } from './current-view.ts';
import { connect } from './store.ts';

// Main pushes as soon as this script has run, which is before there is anything to see.
window.jenkinsTray.on('navigate', goTo);
window.jenkinsTray.on('choose', askFromTray);
void connect().then(() => render(<App />, document.body));
