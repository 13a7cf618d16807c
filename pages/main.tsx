// The one document: a key in memory ends with its document, so that all views are in this one.
import { render } from 'preact';
import { Shell } from './shell/shell.tsx';

const root = document.getElementById('app');
if (root) render(<Shell />, root);
