import { h } from './dom.js';

function ask(question) {
  return new Promise(done => {
    const dialog = h('dialog', { 'aria-label': 'Are you sure?' }, h('form', { method: 'dialog' }, h('p', {}, question),
      h('div', { class: 'row end' }, h('button', { value: 'no' }, 'No'),
        h('button', { value: 'yes', class: 'danger' }, 'Yes'))));
    dialog.addEventListener('close', () => {
      done(dialog.returnValue === 'yes');
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Does something that changes things, says what went wrong, and looks again. */
export async function act(what, again, question) {
  if (question && !await ask(question)) {
    return;
  }
  let failed = null;
  try {
    await what();
  } catch (refused) {
    failed = refused;
  }
  await again();
  if (failed) {
    const trouble = document.getElementById('trouble');
    trouble.textContent = failed.message;
    trouble.hidden = false;
  }
}
