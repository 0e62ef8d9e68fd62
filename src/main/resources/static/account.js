'use strict';
// Where mailed links lead: the token stands behind the #, so that no server and no log sees it before it is used.
const token = location.hash.slice(1);
const one = id => document.getElementById(id);
const kinds = {
  INVITATION: { title: 'Welcome', words: who => 'Choose a password. You will sign in as ' + who + '.', passwords: true,
    names: true, button: 'Become a user', path: 'register', done: 'You are in. Sign in with your new password.' },
  PASSWORD_RESET: { title: 'Choose a new password', words: who => 'For ' + who + '. All sessions will end.', passwords: true,
    button: 'Set the password', path: 'password-reset/confirm', done: 'Your password is changed.' },
  VERIFICATION: { title: 'Confirm your address', words: who => 'Is ' + who + ' your address?',
    button: 'Yes, confirm', path: 'verification/confirm', done: 'Thank you. The address is confirmed.' },
  FORGOTTEN: { title: 'Forgotten your password?', words: () => 'We will mail you a link to choose a new one.', address: true,
    button: 'Send the link', path: 'password-reset', done: 'If there is a user with this address, a mail is on its way.' },
};

async function call(path, body) {
  const answer = await fetch('api/v1/auth/' + path, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'XMLHttpRequest' },
    credentials: 'omit', body: JSON.stringify(body) });
  const text = await answer.text();
  const content = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    throw new Error((content.errors || []).map(error => error.message).join(' ') || content.detail || 'That did not work.');
  }
  return content;
}

function show(kind, link) {
  one('title').textContent = kind.title;
  one('words').textContent = kind.words(link.email);
  one('names').hidden = !kind.names;
  one('passwords').hidden = !kind.passwords;
  one('address').hidden = !kind.address;
  one('password').required = one('again').required = !!kind.passwords;
  one('email').required = !!kind.address;
  one('firstName').value = link.firstName || '';
  one('lastName').value = link.lastName || '';
  one('button').textContent = kind.button;
  one('form').hidden = false;
  one('form').addEventListener('submit', event => {
    event.preventDefault();
    submit(kind);
  });
}

async function submit(kind) {
  if (kind.passwords && one('password').value !== one('again').value) {
    return fail('The two passwords are not the same.');
  }
  one('button').disabled = true;
  one('error').hidden = true;
  try {
    const body = kind.address ? { email: one('email').value } : { token };
    if (kind.passwords) {
      body.password = one('password').value;
    }
    if (kind.names) {
      body.firstName = one('firstName').value;
      body.lastName = one('lastName').value;
    }
    await call(kind.path, body);
    one('form').hidden = true;
    one('words').textContent = kind.done;
    one('done').hidden = false;
  } catch (error) {
    fail(error.message);
  }
  one('button').disabled = false;
}

function fail(sentence) {
  one('error').textContent = sentence;
  one('error').hidden = false;
}

if (token) {
  call('links', { token }).then(link => show(kinds[link.purpose], link), error => {
    one('title').textContent = 'This link leads nowhere';
    one('words').textContent = error.message;
  });
} else {
  show(kinds.FORGOTTEN, {});
}
