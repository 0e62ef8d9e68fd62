import { h, bar, empty, number, table, tile, when } from './dom.js';
import { get, may } from './api.js';

/** An ISO 8601 duration in words; only its largest unit. */
function age(text) {
  const [, hours, minutes, seconds] = /PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?/.exec(text || '') || [];
  return hours ? hours + ' h' : minutes ? minutes + ' min' : (seconds || '0') + ' s';
}

export async function outbox() {
  const state = await get('api/v1/outbox');
  return h('div', {}, h('div', { class: 'head' }, h('h1', {}, 'Outbox')),
    state.held ? h('p', { class: 'warn', role: 'status' }, 'Sending is held: nothing goes out on any node until an '
      + 'administrator releases it with POST /api/v1/outbox/release.') : null,
    h('dl', { class: 'tiles' }, tile('Queued', number(state.queued), number(state.due) + ' due'),
      tile('Oldest due', state.oldestDueAge ? age(state.oldestDueAge) : '–'), tile('Being sent', number(state.inFlight)),
      tile('Paused', number(state.paused), 'of paused campaigns'),
      tile('Outcome unknown', number(state.unknown), state.unknown ? 'a person has to look' : 'none'),
      tile('Failed', number(state.failed))),
    h('section', { class: 'panel' }, h('h2', {}, 'Senders'), state.senders.length ? table('Senders', ['Sender', 'Channel',
      { text: 'Sent today', numeric: true }, 'Of its daily limit', 'Next may go'], state.senders.map(sender => [
      sender.email || sender.displayName || sender.id, sender.channel.toLowerCase() + (sender.active ? '' : ', inactive'),
      number(sender.sentToday), sender.dailyLimit ? bar('Daily limit', sender.dailyLimit,
        { name: 'sent', value: sender.sentToday, kind: 'sent' }) : 'no limit', when(sender.nextAt) || 'at once']))
      : empty('There are no senders', 'Without one nothing can be sent: POST /api/v1/sender-accounts.')));
}
