import { render } from 'preact';
import { App } from './app.tsx';
import { connect } from './store.ts';
import './styles/index.css';

connect();
render(<App />, document.body);
