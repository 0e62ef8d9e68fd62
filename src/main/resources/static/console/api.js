// The access token lives in this page's memory; the refresh token in a cookie that no script reads.

let token = null;
let user = null;
let renewing = null;

export const me = () => user;
export const may = (...roles) => !!user && roles.includes(user.role);
/** Who may change what campaigns do; analysts look on. */
export const mayAct = () => may('ADMINISTRATOR', 'MARKETER');

export class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

async function send(path, options = {}) {
  const headers = { 'X-Requested-With': 'XMLHttpRequest', Accept: 'application/json', ...options.headers };
  if (token) {
    headers.Authorization = 'Bearer ' + token;
  }
  let answer;
  try {
    answer = await fetch(path, { ...options, headers, cache: 'no-store' });
  } catch {
    throw new Refused(0, 'The server cannot be reached.');
  }
  return answer;
}

async function problem(answer) {
  const body = await answer.json().catch(() => ({}));
  const words = (body.errors || []).map(error => error.message).join(' ') || body.detail || body.message;
  return new Refused(answer.status, words || 'The server answered ' + answer.status + '.');
}

function keep(session) {
  token = session.accessToken;
  user = session.user;
}

export async function signIn(email, password) {
  token = null;
  const answer = await send('api/v1/auth/login', { method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password, cookie: true }) });
  if (!answer.ok) {
    throw await problem(answer);
  }
  keep(await answer.json());
}

/** Gets a new access token by the cookie; false where nobody is signed in. */
export function renew() {
  renewing ??= (async () => {
    token = null;
    const answer = await send('api/v1/auth/refresh', { method: 'POST' });
    if (answer.ok) {
      keep(await answer.json());
      return true;
    }
    if (answer.status !== 401 && answer.status !== 403) {
      throw await problem(answer);
    }
    user = null;
    return false;
  })().finally(() => { renewing = null; });
  return renewing;
}

/** Also where the server can't be told: whoever leaves the desk has left. */
export async function signOut() {
  try {
    await send('api/v1/auth/logout', { method: 'POST' });
  } finally {
    token = null;
    user = null;
  }
}

async function call(path, options) {
  let answer = await send(path, options);
  if (answer.status === 401 && await renew()) {
    answer = await send(path, options);
  }
  if (!answer.ok) {
    throw await problem(answer);
  }
  return answer;
}

export const get = async path => (await call(path)).json();
export const text = async (path, accept) => (await call(path, { headers: { Accept: accept } })).text();
export const post = async path => (await call(path, { method: 'POST' })).text();

/** Null where it is not there, or not for this user. */
export async function maybe(path) {
  try {
    return await get(path);
  } catch (refused) {
    if (refused.status === 404 || refused.status === 403) {
      return null;
    }
    throw refused;
  }
}

/** Fetches a file as the signed-in user and hands it to the browser to be saved. */
export async function save(path, name) {
  const blob = await (await call(path, { headers: { Accept: 'text/csv' } })).blob();
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
