/** Puts the page into its document. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Page } from './page';
import './style.css';

const place = document.getElementById('page');
if (!place) throw new Error('index.html has no #page');
createRoot(place).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
