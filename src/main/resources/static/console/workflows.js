import { h, empty, number, pages, status, table, tile, when } from './dom.js';
import { get, maybe, mayAct, post, save } from './api.js';
import { act } from './act.js';
import { draw, frame } from './diagram.js';
import { cockpitDefinition, cockpitInstance, cockpitLinks } from './places.js';

let page = 0;

export async function workflows(none, again) {
  const found = await maybe('api/v1/workflows?size=50&page=' + page);
  const list = found?.content || [];
  const turn = by => {
    page += by;
    again();
  };
  return h('div', {}, h('div', { class: 'head' }, h('h1', {}, 'Workflows')),
    list.length ? h('ul', { class: 'cards' }, list.map(each => h('li', { id: 'w-' + each.id, class: 'card' },
      h('div', { class: 'row' }, h('h2', {}, h('a', { href: '#/workflows/' + each.id }, each.name)), status(each.status)),
      each.description ? h('p', { class: 'facts' }, each.description) : null,
      h('p', { class: 'note' }, each.activatedAt ? 'Last activated ' + when(each.activatedAt) : 'Never activated'))))
      : empty('There are no workflows',
        'A workflow is drawn with POST /api/v1/workflows, and lets leads in when something happens to them.'),
    found ? pages(found, turn) : null);
}

function actions(one, again) {
  if (!mayAct()) {
    return null;
  }
  const path = 'api/v1/workflows/' + one.id + '/';
  return h('div', { class: 'actions' }, one.status === 'ACTIVE'
    ? h('button', { type: 'button', onclick: () => act(() => post(path + 'deactivate'), again,
      'Let nobody in any more? Who is inside goes on to the end.') }, 'Deactivate …')
    : h('button', { type: 'button', onclick: () => act(() => post(path + 'activate'), again) }, 'Activate'));
}

const at = step => () => h('div', { class: 'at' }, h('span', { class: 'here' }, number(step.here) + ' here'),
  step.messages ? [h('span', {}, number(step.sent) + ' sent'), h('span', { class: 'o' }, number(step.opened) + ' opened'),
    h('span', { class: 'r' }, number(step.replied) + ' replied')] : null);

export async function workflow(id, again) {
  const [one, versions, steps, executions] = await Promise.all([get('api/v1/workflows/' + id),
    maybe('api/v1/workflows/' + id + '/versions'), maybe('api/v1/analytics/journeys/' + id + '/steps'),
    maybe('api/v1/workflows/' + id + '/executions?size=20')]);
  const n = text => ({ text, numeric: true });
  const sum = name => (steps || []).reduce((all, step) => all + step[name], 0);
  const runs = executions?.content || [];
  const view = h('div', {}, h('p', { class: 'crumbs' }, h('a', { href: '#/workflows' }, 'Workflows')),
    h('div', { class: 'head' }, h('h1', {}, one.name), status(one.status), actions(one, again)),
    steps ? h('dl', { class: 'tiles' }, tile('Leads inside', number((versions || []).reduce((all, v) => all + v.inside, 0))),
      tile('Came in', number((versions || []).reduce((all, v) => all + v.entered, 0))), tile('Sent', number(sum('sent')),
        number(sum('waiting')) + ' waiting'), tile('Opened', number(sum('opened'))), tile('Replied', number(sum('replied')))) : null,
    h('section', { class: 'panel' }, h('div', { class: 'row' }, h('h2', {}, 'Process'), steps ? h('button', { type: 'button',
      class: 'quiet', onclick: () => save('api/v1/analytics/journeys/' + id + '/steps.csv', 'steps.csv') }, 'Steps as CSV') : null),
    frame(id, 'The workflow as a process')),
    h('section', { class: 'panel' }, h('h2', {}, 'Versions'), versions?.length ? table('Versions', ['Version', 'Activated',
      n('Came in'), n('Inside'), 'Process'], versions.map(v => [number(v.version), when(v.activatedAt), number(v.entered),
      number(v.inside), cockpitLinks() ? h('a', { href: cockpitDefinition(v.processDefinitionId) }, 'In Cockpit') : '']))
      : empty('It was never activated', 'Each activation makes a version; who is inside goes on with theirs.')),
    executions ? h('section', { class: 'panel' }, h('h2', {}, 'Latest executions'), runs.length
      ? table('Executions', ['Lead', 'Status', 'At', 'Came in', 'Ended', 'What happened'], runs.map(each => [
        each.email || 'A lead', status(each.status), each.nodeName || '', when(each.startedAt),
        when(each.completedAt), [each.reason || (each.failed ? 'Waits for somebody to look at a failure' : ''), each.processInstanceId && cockpitLinks()
          ? h('a', { href: cockpitInstance(each.processInstanceId) }, ' In Cockpit') : null]]))
      : empty('Nobody has come in yet', 'Each lead that comes in gets a line here.')) : null);
  view.ready = root => draw(root, id, 'api/v1/workflows/' + id + '/bpmn',
    Object.fromEntries((steps || []).map(step => [step.step, at(step)])));
  return view;
}
