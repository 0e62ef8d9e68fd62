'use strict';

/* Subscribes this browser for the lead and channel of the link's token, or ends its subscription. */
(async function () {
  const note = document.getElementById('note');
  const allow = document.getElementById('allow');
  const stop = document.getElementById('stop');
  const api = new URL('../api/v1/push/', location.href);
  const token = new URLSearchParams(location.search).get('t');

  function say(text, button) {
    note.textContent = text;
    allow.hidden = button !== allow;
    stop.hidden = button !== stop;
  }

  async function call(path, body) {
    const response = await fetch(new URL(path, api), body === undefined ? undefined : {
      method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)
    });
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw new Error(problem.detail || 'The server answers ' + response.status + '.');
    }
    return response;
  }

  function bytes(base64url) {
    const base64 = base64url.replace(/-/g, '+').replace(/_/g, '/');
    return Uint8Array.from(atob(base64 + '='.repeat((4 - base64.length % 4) % 4)), c => c.charCodeAt(0));
  }

  function same(buffer, key) {
    const present = new Uint8Array(buffer || 0);
    return present.length === key.length && present.every((value, i) => value === key[i]);
  }

  async function subscribed(registration, key) {
    const present = await registration.pushManager.getSubscription();
    if (present && !same(present.options.applicationServerKey, key)) {
      await present.unsubscribe(); // of another channel, or of a key that was changed
      return null;
    }
    return present;
  }

  if (!token) {
    say('This page needs the whole link that was sent to you.');
    return;
  }
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) {
    say('This browser shows no notifications of web sites. On an iPhone or iPad, add this page to the home screen '
        + 'first.');
    return;
  }
  try {
    const key = bytes((await (await call('key?token=' + encodeURIComponent(token))).json()).publicKey);
    await navigator.serviceWorker.register('sw.js');
    const registration = await navigator.serviceWorker.ready;

    async function show() {
      const present = await subscribed(registration, key);
      if (Notification.permission === 'denied') {
        say('Notifications of this site are blocked in the settings of your browser.');
      } else if (present) {
        await call('subscriptions', {token: token, subscription: present.toJSON()});
        say('You get notifications in this browser.', stop);
      } else {
        say('We would like to send you notifications, and never more than you want.', allow);
      }
    }

    function attempt(action) {
      return async () => {
        try {
          await action();
          await show();
        } catch (failure) {
          say('That did not work: ' + failure.message, allow);
        }
      };
    }

    allow.onclick = attempt(async () => {
      const subscription = await registration.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: key});
      await call('subscriptions', {token: token, subscription: subscription.toJSON()});
    });
    stop.onclick = attempt(async () => {
      const present = await registration.pushManager.getSubscription();
      if (present) {
        await call('unsubscriptions', {token: token, endpoint: present.endpoint});
        await present.unsubscribe();
      }
    });
    await show();
  } catch (failure) {
    say('That did not work: ' + failure.message);
  }
})();
