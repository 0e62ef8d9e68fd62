'use strict';

/* Shows what was pushed, and opens its link when it is clicked. */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('push', event => {
  let message;
  try {
    message = event.data.json();
  } catch (noJson) {
    message = {body: event.data ? event.data.text() : ''};
  }
  event.waitUntil(self.registration.showNotification(message.title || message.body || 'News', {
    body: message.title ? message.body : undefined,
    tag: message.id,
    data: {url: message.url}
  }));
});

self.addEventListener('notificationclick', event => {
  event.notification.close();
  const url = event.notification.data && event.notification.data.url;
  if (url && /^https?:\/\//.test(url)) {
    event.waitUntil(self.clients.openWindow(url));
  }
});
