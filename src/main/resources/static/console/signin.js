import { h } from './dom.js';
import { signIn } from './api.js';

/** @param done is called when somebody has signed in */
export function signInForm(done) {
  const email = h('input', { id: 'email', name: 'email', type: 'email', autocomplete: 'username', required: true });
  const password = h('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password',
    required: true });
  const wrong = h('p', { class: 'bad', role: 'alert', id: 'wrong' });
  const button = h('button', { type: 'submit', class: 'main' }, 'Sign in');
  const submit = async event => {
    event.preventDefault();
    button.disabled = true;
    wrong.textContent = '';
    try {
      await signIn(email.value, password.value);
      done();
    } catch (refused) {
      wrong.textContent = refused.message;
      password.select();
    }
    button.disabled = false;
  };
  return h('form', { class: 'signin', onsubmit: submit }, h('h1', {}, 'Cadenza'),
    h('p', { class: 'note' }, 'Campaigns that are processes: see how far they are.'),
    h('label', { for: 'email' }, 'E-mail address'), email, h('label', { for: 'password' }, 'Password'), password, wrong,
    h('div', { class: 'row' }, button, h('a', { href: 'account.html' }, 'Forgotten your password?')));
}
