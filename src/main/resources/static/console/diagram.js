// A process as bpmn-js draws it, with numbers at its steps. Its watermark stays where and as it is.

import { h } from './dom.js';
import { text } from './api.js';

const SCRIPT = 'webjars/bpmn-js/dist/bpmn-navigated-viewer.production.min.js';
let library = null;
const viewers = new WeakMap();

function load() {
  library ??= new Promise((done, failed) => {
    const script = h('script', { src: SCRIPT, onload: () => done(window.BpmnJS),
      onerror: () => { library = null; failed(new Error('The viewer of diagrams cannot be loaded.')); } });
    document.head.append(script);
  });
  return library;
}

/** The frame; {@link draw} fills it once it stands in the page. */
export const frame = (id, label) => h('section', { class: 'diagram', 'data-keep': 'diagram-' + id, 'aria-label': label },
  h('div', { class: 'canvas' }), h('div', { class: 'zoom' },
    h('button', { type: 'button', 'data-zoom': 'in', 'aria-label': 'Zoom in' }, '+'),
    h('button', { type: 'button', 'data-zoom': 'out', 'aria-label': 'Zoom out' }, '−'),
    h('button', { type: 'button', 'data-zoom': 'fit', 'aria-label': 'Show all of it' }, 'Fit')),
  h('p', { class: 'note words' }, 'The diagram is being drawn …'));

/** Readable first: on a narrow screen it begins at its start and can be pushed along. */
function fit(viewer, all) {
  const canvas = viewer.get('canvas');
  canvas.zoom('fit-viewport');
  if (canvas.zoom() > 1) {
    canvas.zoom(1, 'auto');
  }
  if (!all && canvas.zoom() < 0.5) {
    canvas.zoom(0.6);
    const { inner, outer } = canvas.viewbox();
    const scale = 0.6;
    const high = outer.height / scale;
    canvas.viewbox({ x: inner.x - 20, y: inner.height > high ? inner.y - 20 : inner.y + inner.height / 2 - high / 2,
      width: outer.width / scale, height: outer.height / scale });
  }
}

async function make(section, path) {
  const Viewer = await load();
  const xml = await text(path, 'application/xml');
  const viewer = new Viewer({ container: section.querySelector('.canvas'), zoomScroll: { enabled: false } });
  await viewer.importXML(xml);
  fit(viewer, false);
  section.querySelector('.words').remove();
  section.addEventListener('click', event => {
    const how = event.target.dataset?.zoom;
    if (how === 'fit') {
      fit(viewer, true);
    } else if (how) {
      viewer.get('canvas').zoom(viewer.get('canvas').zoom() * (how === 'in' ? 1.25 : 0.8));
    }
  });
  return viewer;
}

/** @param notes by id of an element: a function that makes what stands below it */
export async function draw(root, id, path, notes) {
  const section = root.querySelector('[data-keep="diagram-' + id + '"]');
  if (!section) {
    return;
  }
  if (!viewers.has(section)) {
    viewers.set(section, make(section, path));
  }
  let viewer;
  try {
    viewer = await viewers.get(section);
  } catch (error) {
    viewers.delete(section);
    section.querySelector('.words').textContent = 'There is no diagram: ' + error.message;
    return;
  }
  const overlays = viewer.get('overlays');
  const elements = viewer.get('elementRegistry');
  overlays.remove({ type: 'numbers' });
  for (const [element, note] of Object.entries(notes)) {
    if (elements.get(element)) {
      overlays.add(element, 'numbers', { position: { bottom: -4, left: -22 }, scale: { min: 0.9 },
        html: note() });
    }
  }
}
