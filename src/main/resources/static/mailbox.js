'use strict';
// Shows mails of anybody: their content only ever becomes text, or a document in a frame without scripts.

const PAGE = 50;
const byId = id => document.getElementById(id);
const state = { addressPage: 0, mailPage: 0, address: null, mail: null, view: null };

async function get(path) {
  const response = await fetch('api/v1/mailbox' + path, { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    throw new Error(response.status === 404 ? 'Not there (any more)' : 'The server answered ' + response.status);
  }
  byId('status').textContent = '';
  return response.json();
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function entry(parts, current, action) {
  const button = document.createElement('button');
  button.setAttribute('aria-current', String(current));
  button.append(...parts);
  button.addEventListener('click', action);
  const item = document.createElement('li');
  item.append(button);
  return item;
}

function pages(name, page) {
  byId(name + 'Back').disabled = page.page === 0;
  byId(name + 'On').disabled = page.page + 1 >= page.totalPages;
  byId(name + 'Page').textContent = page.totalElements === 0 ? 'none'
    : 'page ' + (page.page + 1) + ' of ' + page.totalPages + ', ' + page.totalElements + ' in all';
}

async function showAddresses() {
  const search = byId('search').value;
  const page = await get('?size=' + PAGE + '&page=' + state.addressPage + '&search=' + encodeURIComponent(search));
  if (search !== byId('search').value) {
    return; // overtaken by the next key
  }
  byId('addresses').replaceChildren(...page.content.map(box => {
    const row = element('div', 'row', '');
    row.append(element('span', '', box.address), element('span', 'quiet', String(box.mails)));
    return entry([row], box.address === state.address, () => {
      state.address = box.address;
      state.mailPage = 0;
      run(showAddresses);
      run(showMails);
    });
  }));
  pages('addresses', page);
}

async function showMails() {
  const address = state.address;
  if (address === null) {
    return;
  }
  const page = await get('/' + encodeURIComponent(address) + '?size=' + PAGE + '&page=' + state.mailPage);
  if (address !== state.address) {
    return;
  }
  byId('address').textContent = address;
  byId('mails').replaceChildren(...page.content.map(mail => entry([
    element('div', 'subject', mail.subject || '(no subject)'),
    element('div', 'quiet', mail.from),
    element('div', 'quiet', new Date(mail.receivedAt).toLocaleString()
      + (mail.recipient.toLowerCase() === mail.mailbox ? '' : ' · to ' + mail.recipient))
  ], state.mail !== null && state.mail.mail.id === mail.id, () => run(() => showMail(mail)))));
  pages('mails', page);
}

async function showMail(chosen) {
  state.mail = await get('/' + encodeURIComponent(chosen.mailbox) + '/' + chosen.id);
  state.view = state.mail.html ? 'html' : 'text';
  byId('nothing').hidden = true;
  byId('shown').hidden = false;
  byId('subject').textContent = chosen.subject || '(no subject)';
  byId('facts').textContent = 'From ' + chosen.from + ' to ' + chosen.recipient + ', '
    + new Date(chosen.receivedAt).toLocaleString() + ', ' + chosen.size + ' bytes'
    + (state.mail.attachments.length ? ', attached: ' + state.mail.attachments.map(a => a.name).join(', ') : '');
  showView();
  run(showMails);
}

function showView() {
  const mail = state.mail;
  const frame = byId('html');
  const plain = byId('plain');
  frame.hidden = state.view !== 'html';
  plain.hidden = state.view === 'html';
  // Links open in a tab of their own: the frame itself may not be led elsewhere.
  frame.srcdoc = state.view === 'html' ? '<!DOCTYPE html><base target="_blank">' + (mail.html || '') : '';
  plain.textContent = state.view === 'headers' ? mail.headers.map(h => h.name + ': ' + h.value).join('\n')
    : mail.text || '(no text)';
  for (const button of document.querySelectorAll('[data-view]')) {
    button.setAttribute('aria-pressed', String(button.dataset.view === state.view));
    button.disabled = button.dataset.view === 'html' && !mail.html;
  }
}

function run(work) {
  Promise.resolve().then(work).catch(failure => { byId('status').textContent = failure.message; });
}

for (const [name, key, show] of [['addresses', 'addressPage', showAddresses], ['mails', 'mailPage', showMails]]) {
  byId(name + 'Back').addEventListener('click', () => { state[key]--; run(show); });
  byId(name + 'On').addEventListener('click', () => { state[key]++; run(show); });
}
byId('search').addEventListener('input', () => { state.addressPage = 0; run(showAddresses); });
for (const button of document.querySelectorAll('[data-view]')) {
  button.addEventListener('click', () => { state.view = button.dataset.view; showView(); });
}
setInterval(() => {
  if (!document.hidden) {
    run(showAddresses);
    run(showMails);
  }
}, 5000);
run(showAddresses);
