import { h, bar, empty, number, pages, status, when } from './dom.js';
import { get, mayAct, post, save } from './api.js';
import { act } from './act.js';

const OPEN = ['PENDING', 'PROCESSING'];
let page = 0;

function one(each, again) {
  const open = OPEN.includes(each.status);
  return h('li', { id: 'i-' + each.id, class: 'card' },
    h('div', { class: 'row' }, h('h2', {}, each.fileName), status(each.status)),
    bar('Import of ' + each.fileName, 1, { name: 'read', value: each.fraction, kind: 'done' }),
    h('p', { class: 'facts' }, Math.floor(100 * each.fraction) + ' % read: ' + number(each.rowsRead) + ' rows, '
      + number(each.rowsCreated) + ' new leads, ' + number(each.rowsUpdated) + ' updated, '
      + number(each.rowsRefused) + ' refused'),
    each.error ? h('p', { class: 'bad' }, each.error) : null,
    h('div', { class: 'row' }, h('span', { class: 'note' }, 'Began ' + when(each.createdAt)
      + (each.finishedAt ? ', ended ' + when(each.finishedAt) : '')),
    each.rowsRefused ? h('button', { type: 'button', class: 'quiet',
      onclick: () => save('api/v1/imports/' + each.id + '/refusals.csv', 'refusals.csv') }, 'Refused rows as CSV') : null,
    open && mayAct() ? h('button', { type: 'button', onclick: () => act(() => post('api/v1/imports/' + each.id + '/cancel'),
      again, 'Stop this import? Rows that are read stay.') }, 'Stop …') : null));
}

export async function imports(none, again) {
  const found = await get('api/v1/imports?size=20&page=' + page);
  const turn = by => {
    page += by;
    again();
  };
  return h('div', {}, h('div', { class: 'head' }, h('h1', {}, 'Imports')),
    found.content.length ? h('ul', { class: 'cards' }, found.content.map(each => one(each, again)))
      : empty('Nothing was imported yet', 'A CSV file of leads is imported with POST /api/v1/imports.'),
    pages(found, turn));
}
