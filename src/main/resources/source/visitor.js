/*
 * Tells Cadenza what a visitor of this page does.
 *   cadenza('event', 'signed_up', {plan: 'team'})   anything
 *   cadenza('page')                                 this page was looked at; done once by itself
 *   cadenza('identify', {email: 'ada@example.com'}) who it is, once the visitor has said so
 *   cadenza('consent', true)                        the visitor agrees, or with false does not
 * Calls made before this script was loaded wait in window.cadenza.q.
 */
(function (window, document) {
  'use strict';
  var address = '__ADDRESS__';
  var needsConsent = __CONSENT__;
  var waiting = [];
  var early = (window.cadenza && window.cadenza.q) || [];
  var consent = recall('cadenza_consent');

  function recall(name) {
    try {
      return window.localStorage.getItem(name);
    } catch (refused) {
      return null;
    }
  }

  function keep(name, value) {
    try {
      if (value === null) {
        window.localStorage.removeItem(name);
      } else {
        window.localStorage.setItem(name, value);
      }
    } catch (refused) {
      // a browser that keeps nothing has a new visitor on each page
    }
  }

  function id() {
    if (window.crypto && window.crypto.randomUUID) {
      return window.crypto.randomUUID();
    }
    return Date.now().toString(36) + Math.random().toString(36).slice(2);
  }

  function visitor() {
    var known = recall('cadenza_visitor');
    if (!known) {
      known = id();
      keep('cadenza_visitor', known);
    }
    return known;
  }

  function allowed() {
    return consent === 'granted' || (!needsConsent && consent !== 'denied');
  }

  function send(name, params, user) {
    if (!allowed()) {
      if (consent !== 'denied') {
        waiting.push([name, params, user]);
      }
      return;
    }
    var all = {event_id: id(), page_location: window.location.href, page_title: document.title};
    Object.keys(params || {}).forEach(function (key) {
      all[key] = params[key];
    });
    var body = JSON.stringify({
      client_id: visitor(),
      timestamp_micros: Date.now() * 1000,
      consent: consent === 'granted' ? {analytics_storage: 'granted'} : undefined,
      user_data: user,
      events: [{name: name, params: all}]
    });
    // text/plain needs no preflight, and a beacon survives the page
    if (!(navigator.sendBeacon && navigator.sendBeacon(address, new Blob([body], {type: 'text/plain'})))) {
      window.fetch(address, {method: 'POST', body: body, keepalive: true, credentials: 'omit'});
    }
  }

  function cadenza(what, first, second) {
    if (what === 'event') {
      send(String(first), second);
    } else if (what === 'page') {
      send('page_view', first);
    } else if (what === 'identify') {
      send('identify', {}, first);
    } else if (what === 'consent') {
      consent = first ? 'granted' : 'denied';
      keep('cadenza_consent', consent);
      if (first) {
        waiting.splice(0).forEach(function (call) {
          send(call[0], call[1], call[2]);
        });
      } else {
        waiting = [];
        keep('cadenza_visitor', null);
      }
    }
  }

  window.cadenza = cadenza;
  cadenza('page');
  Array.prototype.slice.call(early).forEach(function (call) {
    cadenza.apply(null, call);
  });
})(window, document);
