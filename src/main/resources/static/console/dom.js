// Elements are made here and nowhere else. What people wrote only ever becomes text or an attribute, never markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element[name] = value;
    } else if (name === 'css') {
      Object.entries(value).forEach(([property, each]) => element.style.setProperty(property, each));
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false)
    .map(child => child instanceof Node ? child : String(child)));
  return element;
}

export const h = (name, properties, ...children) => fill(document.createElement(name), properties, children);
export const svg = (name, properties, ...children) => fill(document.createElementNS(SVG, name), properties, children);

/** Makes `old` look like `fresh` and keeps what is the same, so that focus, selection and transitions outlive a look. */
export function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.id !== fresh.id || old.dataset?.keep) {
    if (!old.dataset?.keep || old.dataset.keep !== fresh.dataset?.keep) {
      old.replaceWith(fresh);
    }
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) {
      old.data = fresh.data;
    }
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== 'open') {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of fresh.attributes) {
    if (name === 'style') {
      old.style.cssText = fresh.style.cssText;
    } else if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  for (const handler of ['onclick', 'onchange', 'onsubmit', 'oninput']) {
    old[handler] = fresh[handler];
  }
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  after.forEach((child, i) => i < before.length ? morph(before[i], child) : old.append(child));
  before.slice(after.length).forEach(child => child.remove());
}

const whole = new Intl.NumberFormat('en');
export const number = value => whole.format(value || 0);
export const percent = (part, all) => all > 0 ? (100 * part / all).toFixed(part / all < 0.1 ? 1 : 0) + ' %' : '–';
export const when = text => text ? new Date(text).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' }) : '';

export const status = word => h('span', { class: 'status ' + String(word).toLowerCase() }, String(word).toLowerCase());

export const tile = (label, value, note) => h('div', { class: 'tile' }, h('dt', {}, label), h('dd', {}, value,
  note ? h('small', {}, note) : null));

/** A bar of parts of a whole. */
export function bar(label, all, ...parts) {
  const shown = parts.filter(part => part.value > 0);
  const done = all > 0 ? Math.min(100, Math.round(100 * (parts[0]?.value || 0) / all)) : 0;
  return h('div', { class: 'bar', role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100,
    'aria-valuenow': done, title: shown.map(part => part.name + ' ' + number(part.value)).join(', ') || 'nothing yet' },
  parts.map(part => h('span', { class: part.kind, css: { width: (all > 0 ? 100 * part.value / all : 0) + '%' } })));
}

export const empty = (title, words) => h('div', { class: 'empty' }, h('strong', {}, title), h('p', {}, words));

/** A table with headings; `numeric` columns stand to the right. On a phone each row becomes a card. */
export function table(caption, headings, rows) {
  return h('div', { class: 'scroll' }, h('table', {}, h('caption', { class: 'hidden' }, caption),
    h('thead', {}, h('tr', {}, headings.map(heading => h('th', { scope: 'col', class: heading.numeric ? 'n' : null },
      heading.text ?? heading)))),
    h('tbody', {}, rows.map(row => h('tr', {}, row.map((cell, i) => h('td', {
      class: headings[i].numeric ? 'n' : null, 'data-label': headings[i].text ?? headings[i] }, cell)))))));
}

/** Buttons to the pages before and after one; `turn` gets -1 or 1. Nothing where one page has all. */
export const pages = (found, turn) => found.totalPages > 1 ? h('nav', { class: 'row pages', 'aria-label': 'Pages' },
  h('button', { type: 'button', disabled: found.page === 0, onclick: () => turn(-1) }, 'Newer'),
  h('span', { class: 'note' }, 'Page ' + (found.page + 1) + ' of ' + found.totalPages),
  h('button', { type: 'button', disabled: found.page + 1 >= found.totalPages, onclick: () => turn(1) }, 'Older')) : null;
