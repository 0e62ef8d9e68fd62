import { h, empty, number, status, table, tile, when } from './dom.js';
import { get, maybe } from './api.js';
import { draw, frame } from './diagram.js';
import { cockpitDefinition, cockpitInstance, cockpitLinks } from './places.js';

const rows = found => found?.content || [];

export async function workflows() {
  const found = await maybe('api/v1/workflows?size=50');
  const list = rows(found);
  return h('div', {}, h('div', { class: 'head' }, h('h1', {}, 'Workflows')),
    list.length ? h('ul', { class: 'cards' }, list.map(each => h('li', { id: 'w-' + each.id, class: 'card' },
      h('div', { class: 'row' }, h('h2', {}, h('a', { href: '#/workflows/' + each.id }, each.name)),
        status(each.status || (each.active ? 'ACTIVE' : 'INACTIVE'))),
      each.description ? h('p', {}, each.description) : null)))
      : empty('There are no workflows', 'A workflow is drawn by POST /api/v1/workflows and runs by itself when something happens.'));
}

export async function workflow(id) {
  const one = await get('api/v1/workflows/' + id);
  const executions = rows(await maybe('api/v1/workflows/' + id + '/executions?size=20'));
  const view = h('div', {}, h('p', { class: 'crumbs' }, h('a', { href: '#/workflows' }, 'Workflows')),
    h('div', { class: 'head' }, h('h1', {}, one.name), status(one.status || (one.active ? 'ACTIVE' : 'INACTIVE'))),
    h('section', { class: 'panel' }, h('h2', {}, 'Process'), frame(id, 'The workflow as a process')),
    h('section', { class: 'panel' }, h('h2', {}, 'Latest executions'), executions.length
      ? table('Executions', ['Status', 'Started', 'Ended'], executions.map(each => [status(each.status),
        when(each.startedAt), when(each.completedAt || each.endedAt)]))
      : empty('It has not run yet', 'Each time it is triggered, a line is added here.')));
  view.ready = root => draw(root, id, 'api/v1/workflows/' + id + '/bpmn', {});
  return view;
}
