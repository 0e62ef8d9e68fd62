// Plots as SVG, drawn for the width that is there, so that their words stay readable on a phone.

import { h, svg, number, percent } from './dom.js';

const HEIGHT = 190;
const LEFT = 44;
const FOOT = 24;
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

export const room = () => Math.max(280, Math.min(document.getElementById('main').clientWidth - 66, 1080));
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value) || 1;
}

/** Bars of what was sent each day, with what of it was opened and answered inside. */
export function daily(days, width = room()) {
  const total = { sent: 0, opened: 0, replied: 0 };
  days.forEach(day => {
    total.sent += day.messagesSent;
    total.opened += day.opened;
    total.replied += day.replied;
  });
  if (total.sent === 0) {
    return h('div', { class: 'empty' }, h('strong', {}, 'Nothing was sent in these 30 days'),
      h('p', {}, 'Each day with messages gets a bar here.'));
  }
  const top = roundUp(Math.max(...days.map(day => day.messagesSent)));
  const step = (width - LEFT) / days.length;
  const y = value => HEIGHT - FOOT - (HEIGHT - FOOT - 10) * value / top;
  const every = Math.ceil(days.length / Math.max(2, Math.floor(width / 90)));
  const bars = days.map((day, i) => {
    const x = LEFT + i * step + step * 0.15;
    const one = (value, kind) => value > 0
      ? svg('rect', { x, y: y(value), width: step * 0.7, height: HEIGHT - FOOT - y(value), class: kind, rx: 2 }) : null;
    return svg('g', {}, svg('title', {}, DAY.format(new Date(day.date)) + ': ' + number(day.messagesSent) + ' sent, '
      + number(day.opened) + ' opened, ' + number(day.replied) + ' replied'),
    svg('rect', { x: LEFT + i * step, y: 0, width: step, height: HEIGHT - FOOT, class: 'touch' }),
    one(day.messagesSent, 'sent'), one(day.opened, 'opened'), one(day.replied, 'replied'),
    i % every === 0 ? svg('text', { x: LEFT + i * step + step / 2, y: HEIGHT - 6, 'text-anchor': 'middle' },
      DAY.format(new Date(day.date))) : null);
  });
  const lines = [0, 0.5, 1].map(part => svg('g', {}, svg('line', { x1: LEFT, x2: width, y1: y(top * part),
    y2: y(top * part), class: 'grid' }), svg('text', { x: LEFT - 6, y: y(top * part) + 4, 'text-anchor': 'end' },
    number(top * part))));
  const words = number(total.sent) + ' messages sent, ' + number(total.opened) + ' opened, ' + number(total.replied)
    + ' replied in ' + days.length + ' days';
  return h('figure', { class: 'plot' },
    h('figcaption', {}, key('sent', number(total.sent) + ' sent'), key('opened', number(total.opened) + ' opened'),
      key('replied', number(total.replied) + ' replied')),
    svg('svg', { viewBox: '0 0 ' + width + ' ' + HEIGHT, width, height: HEIGHT, role: 'img', 'aria-label': words }, lines, bars));
}

export const key = (kind, words) => h('span', { class: 'key' }, h('i', { class: kind }), words);

/** The week by hours; the darker, the more of what was sent then was opened. */
export function week(hours, width = room()) {
  const cell = Math.min(36, (width - LEFT) / 24);
  const tall = Math.max(16, Math.min(22, cell));
  const most = Math.max(0.0001, ...hours.filter(hour => hour.sent >= 100).map(hour => hour.openRate));
  const free = WEEKDAYS.flatMap((day, i) => [...Array(24).keys()].map(hour => svg('rect', { x: LEFT + hour * cell + 1,
    y: i * tall + 1, width: cell - 2, height: tall - 2, rx: 2, class: 'free' })));
  const boxes = hours.map(hour => svg('rect', { x: LEFT + hour.hour * cell + 1,
    y: WEEKDAYS.indexOf(hour.weekday) * tall + 1, width: cell - 2, height: tall - 2, rx: 2,
    class: hour.sent >= 100 ? 'heat' : 'thin',
    'fill-opacity': hour.sent >= 100 ? (0.12 + 0.88 * Math.min(1, hour.openRate / most)).toFixed(2) : 1 },
  svg('title', {}, hour.weekday.toLowerCase() + ' ' + hour.hour + ':00: ' + number(hour.sent) + ' sent, '
    + percent(hour.opened, hour.sent) + ' opened, ' + percent(hour.replied, hour.sent) + ' replied')));
  return svg('svg', { viewBox: '0 0 ' + width + ' ' + (7 * tall + FOOT), width, height: 7 * tall + FOOT, role: 'img',
    class: 'week', 'aria-label': 'Open rate by weekday and hour of sending' },
  WEEKDAYS.map((day, i) => svg('text', { x: LEFT - 6, y: i * tall + tall / 2 + 4, 'text-anchor': 'end' },
    day[0] + day.slice(1, 3).toLowerCase())), free, boxes,
  [0, 6, 12, 18].map(hour => svg('text', { x: LEFT + hour * cell, y: 7 * tall + 16 }, hour + ':00')));
}
