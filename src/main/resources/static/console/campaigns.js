import { h, bar, empty, number, pages, percent, status, table, tile, when } from './dom.js';
import { get, maybe, may, mayAct, post, save } from './api.js';
import { daily, key, zone } from './plots.js';
import { draw, frame } from './diagram.js';
import { cockpitDefinition, cockpitInstance, cockpitLinks, tasklistTask } from './places.js';
import { act } from './act.js';

const STATES = ['RUNNING', 'PAUSED', 'SCHEDULED', 'DRAFT', 'GENERATING', 'READY', 'EXPORTED', 'COMPLETED', 'CANCELLED'];
let chosen = '';
let page = 0;

const sending = line => bar('Messages of ' + line.name, line.messages, { name: 'sent', value: line.sent, kind: 'sent' },
  { name: 'waiting', value: line.waiting, kind: 'waiting' },
  { name: 'not sent', value: line.messages - line.sent - line.waiting, kind: 'lost' });

function card(line) {
  return h('li', { id: 'c-' + line.id, class: 'card' },
    h('div', { class: 'row' }, h('h2', {}, h('a', { href: '#/campaigns/' + line.id }, line.name)), status(line.status)),
    line.status === 'DRAFT' ? h('p', { class: 'note' }, 'Being written since ' + when(line.createdAt) + '.')
      : [h('div', { class: 'two' },
        h('div', {}, h('span', { class: 'label' }, 'Leads through, ' + number(line.enrolled - line.underway) + ' of '
          + number(line.enrolled)), bar('Leads of ' + line.name + ' that are through', line.enrolled,
          { name: 'through', value: line.enrolled - line.underway, kind: 'done' },
          { name: 'underway', value: line.underway, kind: 'waiting' })),
        h('div', {}, h('span', { class: 'label' }, 'Messages sent, ' + number(line.sent) + ' of ' + number(line.messages)),
          sending(line))),
      h('p', { class: 'facts' }, key('opened', number(line.opened) + ' opened'),
        key('replied', number(line.replied) + ' replied'),
        line.bounced ? key('lost', number(line.bounced) + ' bounced') : null,
        line.unknown + line.failed ? key('lost', number(line.unknown + line.failed) + ' failed or unknown') : null)]);
}

export async function campaigns(none, again) {
  const found = await get('api/v1/analytics/campaigns?size=20&page=' + page + (chosen ? '&status=' + chosen : ''));
  const choose = event => {
    chosen = event.target.value;
    page = 0;
    again();
  };
  const turn = by => {
    page += by;
    again();
  };
  return h('div', {},
    h('div', { class: 'head' }, h('h1', {}, 'Campaigns'), h('label', { class: 'inline' }, 'Show ',
      h('select', { onchange: choose, 'aria-label': 'Show campaigns that are' }, h('option', { value: '' }, 'all'),
        STATES.map(state => h('option', { value: state, selected: state === chosen }, state.toLowerCase())))),
    h('button', { type: 'button', class: 'quiet', onclick: () => save('api/v1/analytics/campaigns.csv'
      + (chosen ? '?status=' + chosen : ''), 'campaigns.csv') },
      'CSV')),
    found.content.length ? h('ul', { class: 'cards' }, found.content.map(card))
      : empty(chosen ? 'No campaign is ' + chosen.toLowerCase() : 'There are no campaigns yet',
        mayAct() ? 'A campaign is written with POST /api/v1/campaigns, or in the assistant, and then shows up here.'
          : 'As soon as somebody writes one, it shows up here.'),
    pages(found, turn));
}

function actions(campaign, again) {
  if (!mayAct()) {
    return null;
  }
  const one = (verb, label, question) => h('button', { type: 'button', class: question ? 'danger' : null,
    onclick: () => act(() => post('api/v1/campaigns/' + campaign.id + '/' + verb), again, question) }, label);
  return h('div', { class: 'actions' },
    ['RUNNING', 'SCHEDULED'].includes(campaign.status) ? one('pause', 'Pause') : null,
    campaign.status === 'PAUSED' ? one('resume', 'Resume') : null,
    ['RUNNING', 'SCHEDULED', 'PAUSED'].includes(campaign.status)
      ? one('cancel', 'Cancel …', 'End this campaign for everybody? What was sent stays sent.') : null);
}

const numbersAt = step => () => h('div', { class: 'at' },
  h('span', { class: 'here', title: 'Leads whose latest step this is' }, number(step.here) + ' here'),
  h('span', {}, number(step.sent) + ' sent'), h('span', { class: 'o' }, number(step.opened) + ' opened'),
  h('span', { class: 'r' }, number(step.replied) + ' replied'));

function funnelTable(steps) {
  const n = text => ({ text, numeric: true });
  return table('What became of each step', ['Step', n('Leads here'), n('Drafts'), n('Waiting'), n('Sent'), n('Opened'),
    n('Clicked'), n('Replied'), n('Bounced'), n('Not sent')], steps.map(step => [
    step.number + '. ' + (step.name || step.step), number(step.here), number(step.drafted), number(step.waiting),
    number(step.sent), number(step.opened) + ' (' + percent(step.opened, step.sent) + ')', number(step.clicked),
    number(step.replied) + ' (' + percent(step.replied, step.sent) + ')', number(step.bounced),
    number(step.failed + step.unknown + step.cancelled + step.suppressed + step.skipped)]));
}

async function work(funnel) {
  const tasks = mayAct() ? await maybe('engine-rest/task?processDefinitionKey=campaign-' + funnel.campaignId
    + '&sortBy=created&sortOrder=asc&maxResults=5') : null;
  const incidents = cockpitLinks() && funnel.processDefinitionId ? await maybe('engine-rest/incident?processDefinitionId='
    + encodeURIComponent(funnel.processDefinitionId) + '&maxResults=5') : null;
  const open = (tasks || []).map(task => h('li', {}, h('a', { href: tasklistTask(task.id) }, task.name || 'Task'),
    h('span', { class: 'note' }, ' in Tasklist, since ' + when(task.created))));
  const stuck = (incidents || []).map(incident => h('li', {}, h('a', { href: cockpitInstance(incident.processInstanceId) },
    'Something went wrong at ' + (incident.activityId || 'a step')),
  h('span', { class: 'note' }, ' in Cockpit, ' + when(incident.incidentTimestamp))));
  return open.length + stuck.length ? h('section', { class: 'panel todo' }, h('h2', {}, 'Waits for somebody'),
    h('ul', {}, stuck, open)) : null;
}

export async function campaign(id, again) {
  const [funnel, days, hours] = await Promise.all([get('api/v1/analytics/campaigns/' + id + '/funnel'),
    get('api/v1/analytics/daily?campaignId=' + id + '&timezone=' + encodeURIComponent(zone())),
    get('api/v1/analytics/sending-hours?campaignId=' + id + '&timezone=' + encodeURIComponent(zone()))]);
  const waiting = await work(funnel);
  const sum = name => funnel.steps.reduce((all, step) => all + step[name], 0);
  const underway = (funnel.outcomes.PENDING || 0) + (funnel.outcomes.IN_PROGRESS || 0);
  const launched = !!funnel.processDefinitionId;
  const view = h('div', {},
    h('p', { class: 'crumbs' }, h('a', { href: '#/campaigns' }, 'Campaigns')),
    h('div', { class: 'head' }, h('h1', {}, funnel.name), status(funnel.status),
      actions({ id, status: funnel.status }, again)),
    launched ? h('dl', { class: 'tiles' }, tile('Leads', number(funnel.enrolled), number(underway) + ' underway'),
      tile('Sent', number(sum('sent')), number(sum('waiting')) + ' waiting'),
      tile('Opened', number(sum('opened')), percent(sum('opened'), sum('sent')) + ' of sent'),
      tile('Replied', number(sum('replied')), percent(sum('replied'), sum('sent')) + ' of sent'),
      tile('Bounced', number(sum('bounced')), percent(sum('bounced'), sum('sent') + sum('bounced')))) : null,
    waiting,
    h('section', { class: 'panel' }, h('div', { class: 'row' }, h('h2', {}, 'Process'),
      launched && cockpitLinks() ? h('span', { class: 'links' },
        h('a', { href: cockpitDefinition(funnel.processDefinitionId) }, 'Its instances in Cockpit'),
        funnel.processInstanceId ? h('a', { href: cockpitInstance(funnel.processInstanceId) }, 'Its launch') : null) : null),
    frame(id, 'The campaign as a process'), launched ? funnelTable(funnel.steps) : null,
    launched ? h('p', { class: 'right' }, h('button', { type: 'button', class: 'quiet',
      onclick: () => save('api/v1/analytics/campaigns/' + id + '/funnel.csv', 'funnel.csv') }, 'Steps as CSV')) : null),
    launched ? h('section', { class: 'panel' }, h('h2', {}, 'The last 30 days'), daily(days),
      h('p', { class: 'note' }, hours.words)) : null);
  view.ready = root => draw(root, id, 'api/v1/campaigns/' + id + '/bpmn',
    Object.fromEntries(funnel.steps.map(step => [step.step, numbersAt(step)])));
  return view;
}
