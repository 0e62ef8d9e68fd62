// Which view is shown, and that it moves by itself: each view is drawn anew every few seconds onto what is there.

import { h, morph } from './dom.js';
import * as api from './api.js';
import { campaigns, campaign } from './campaigns.js';
import { numbers } from './numbers.js';
import { imports } from './imports.js';
import { outbox } from './outbox.js';
import { workflows, workflow } from './workflows.js';
import { signInForm } from './signin.js';

const TABS = [['campaigns', 'Campaigns'], ['workflows', 'Workflows'], ['numbers', 'Numbers'], ['imports', 'Imports'],
  ['outbox', 'Outbox']];
const ONE = '([0-9a-f-]{36})';
const VIEWS = [
  [/^campaigns$/, campaigns, 'Campaigns'], [new RegExp('^campaigns/' + ONE + '$'), campaign, 'Campaign'],
  [/^workflows$/, workflows, 'Workflows'], [new RegExp('^workflows/' + ONE + '$'), workflow, 'Workflow'],
  [/^numbers$/, numbers, 'Numbers'], [/^imports$/, imports, 'Imports'], [/^outbox$/, outbox, 'Outbox']];
const EVERY = 3000;

const main = document.getElementById('main');
const trouble = document.getElementById('trouble');
let shown = null;
let turn = 0;
let timer = 0;

const place = () => location.hash.replace(/^#\/?/, '').split('?')[0] || 'campaigns';

function complain(error) {
  trouble.textContent = error.status === 0 ? error.message + ' What is shown is as of '
    + new Date().toLocaleTimeString('en-GB') + ' or before.' : error.message;
  trouble.hidden = false;
}

function tabs() {
  const here = place().split('/')[0];
  morph(document.getElementById('tabs'), h('nav', { id: 'tabs', 'aria-label': 'Parts of the console' },
    TABS.map(([path, label]) => h('a', { href: '#/' + path, 'aria-current': path === here ? 'page' : null }, label))));
  document.getElementById('who').textContent = api.me().email;
  document.getElementById('bar').hidden = false;
}

function askWho() {
  clearTimeout(timer);
  turn++;
  shown = null;
  document.getElementById('bar').hidden = true;
  document.title = 'Sign in - Cadenza';
  main.replaceChildren(signInForm(show));
  main.querySelector('input').focus();
}

/** Draws the view at this address; `show.again()` draws it once more, as after an action. */
async function show() {
  clearTimeout(timer);
  const mine = ++turn;
  trouble.hidden = true;
  const path = place();
  const [pattern, view, title] = VIEWS.find(([each]) => each.test(path)) || [null, null, 'Not there'];
  tabs();
  document.title = title + ' - Cadenza';
  if (!view) {
    main.replaceChildren(h('div', { class: 'empty' }, h('strong', {}, 'There is nothing here'),
      h('p', {}, h('a', { href: '#/campaigns' }, 'Go to the campaigns'))));
    return;
  }
  const argument = pattern.exec(path)[1];
  if (shown !== path) {
    main.replaceChildren(h('p', { class: 'note' }, 'One moment …'));
  }
  const look = async () => {
    try {
      const page = await view(argument, again);
      if (mine !== turn) {
        return;
      }
      if (shown === path && main.firstElementChild) {
        morph(main.firstElementChild, page);
      } else {
        main.replaceChildren(page);
        shown = path;
      }
      page.ready?.(main);
      document.title = (main.querySelector('h1')?.textContent || title) + ' - Cadenza';
      trouble.hidden = true;
    } catch (error) {
      if (mine !== turn) {
        return;
      }
      if (error.status === 401) {
        askWho();
        return;
      }
      if (shown !== path) {
        main.replaceChildren(h('div', { class: 'empty' }, h('strong', {}, error.status === 404
          ? 'It is not there, or not yours to see' : 'It cannot be shown'), h('p', {}, error.message || String(error))));
      } else {
        complain(error);
      }
    }
  };
  const again = async () => {
    clearTimeout(timer);
    await look();
    if (mine === turn) {
      timer = setTimeout(document.hidden ? wait : again, EVERY);
    }
  };
  const wait = () => {
    timer = setTimeout(document.hidden ? wait : again, EVERY);
  };
  await again();
}

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
document.getElementById('leave').addEventListener('click', async () => {
  await api.signOut().catch(complain);
  location.hash = '';
  askWho();
});
addEventListener('hashchange', () => api.me() ? show() : askWho());

api.renew().then(known => known ? show() : askWho()).catch(error => {
  main.replaceChildren(h('div', { class: 'empty' }, h('strong', {}, 'It cannot be shown'), h('p', {}, error.message)));
});
