import { h, empty, number, percent, table, tile } from './dom.js';
import { get, save } from './api.js';
import { daily, week, zone } from './plots.js';

const csv = (path, name) => h('button', { type: 'button', class: 'quiet',
  onclick: () => save('api/v1/analytics/' + path, name + '.csv'), 'aria-label': name + ' as CSV' }, 'CSV');
const long = seconds => seconds === undefined || seconds === null ? '–' : seconds < 90 ? Math.round(seconds) + ' s'
  : seconds < 5400 ? Math.round(seconds / 60) + ' min' : seconds < 172800 ? (seconds / 3600).toFixed(1) + ' h'
    : (seconds / 86400).toFixed(1) + ' days';
const sum = (days, name) => days.reduce((all, day) => all + day[name], 0);

export async function numbers() {
  const where = 'timezone=' + encodeURIComponent(zone());
  const [days, channels, hours, replies, cards] = await Promise.all([get('api/v1/analytics/daily?' + where),
    get('api/v1/analytics/channels?' + where), get('api/v1/analytics/sending-hours?' + where),
    get('api/v1/analytics/replies?size=10'), get('api/v1/analytics/cards')]);
  const n = text => ({ text, numeric: true });
  const answered = replies.filter(step => step.sent > 0);
  return h('div', {}, h('div', { class: 'head' }, h('h1', {}, 'Numbers'),
    h('span', { class: 'note' }, 'of the last 30 days, ' + zone())),
  h('dl', { class: 'tiles' }, tile('Drafts written', number(sum(days, 'totalDraftsCreated')),
    number(sum(days, 'totalDraftsApproved')) + ' approved by people'),
  tile('Mails sent', number(sum(days, 'totalEmailsSent')), number(sum(days, 'totalFollowupsSent')) + ' follow-ups'),
  tile('Opened', percent(sum(days, 'opened'), sum(days, 'messagesSent')), 'of ' + number(sum(days, 'messagesSent')) + ' messages'),
  tile('Replied', percent(sum(days, 'replied'), sum(days, 'messagesSent')), number(sum(days, 'replied')) + ' of them')),
  h('section', { class: 'panel' }, h('div', { class: 'row' }, h('h2', {}, 'Each day'), csv('daily.csv?' + where, 'daily')),
    daily(days)),
  h('section', { class: 'panel' }, h('div', { class: 'row' }, h('h2', {}, 'When to send'),
    csv('sending-hours.csv?' + where, 'sending-hours')), h('p', {}, hours.words),
  hours.hours.length ? [week(hours.hours), h('p', { class: 'note' },
    'The fuller the colour, the more of what was sent then was opened. Hours with fewer than 100 messages are only outlined.')] : null),
  h('section', { class: 'panel' }, h('div', { class: 'row' }, h('h2', {}, 'Channels'),
    csv('channels.csv?' + where, 'channels')), channels.length ? table('Channels', ['Channel', n('Sent'), n('Delivered'),
    n('Opened'), n('Clicked'), n('Replied'), n('Bounced')], channels.map(c => [c.channelType, number(c.sentCount),
    number(c.deliveredCount), number(c.openedCount), number(c.clickedCount), number(c.repliedCount),
    number(c.bouncedCount)])) : empty('Nothing was sent', 'Each channel that sends gets a line here.')),
  h('section', { class: 'panel' }, h('div', { class: 'row' }, h('h2', {}, 'Which step gets replies'),
    csv('replies.csv', 'replies')), answered.length ? table('Replies by step', ['Campaign', 'Step', n('Sent'),
    n('Replied'), n('Share')], answered.map(step => [h('a', { href: '#/campaigns/' + step.campaignId }, step.campaign),
    step.number + '. ' + (step.name || step.step), number(step.sent), number(step.replied),
    percent(step.replied, step.sent)])) : empty('No step has sent anything yet', 'Launch a campaign, and its steps are compared here.')),
  h('section', { class: 'panel' }, h('div', { class: 'row' }, h('h2', {}, 'Business cards'), csv('cards.csv', 'cards')),
    cards.total ? h('dl', { class: 'tiles' }, tile('Cards', number(cards.total)),
      tile('To review', number(cards.needingReview)), tile('Read within', long(cards.averageProcessingSeconds), 'on average'),
      tile('First draft after', long(cards.averageSecondsToDraft), 'on average'))
      : empty('No cards yet', 'Cards of a trade fair are uploaded with POST /api/v1/business-cards.')));
}
