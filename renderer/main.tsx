// Before what the pages import for themselves, which may say otherwise.
import './styles/index.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { connect } from './store.ts';

void connect().then(() => render(<App />, document.body));
