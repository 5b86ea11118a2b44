import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';

import { Type, type Static } from 'typebox';
import { Check } from 'typebox/value';

import { GrafanaError } from '../http/grafana-error.ts';
import type { Route } from '../http/route.ts';
import { checkPassword, hashToken, sessionCookie, sessionToken } from './find-caller.ts';

const credentials = Type.Object(
  { user: Type.String(), password: Type.String() },
  { additionalProperties: false },
);

/** conf/defaults.ini of Grafana, `auth.login_maximum_lifetime_duration`: 30 days. */
const sessionSeconds = 30 * 24 * 3600;

export const logIn: Route = {
  method: 'POST',
  path: '/login',
  fact: 'pkg/api/login.go of grafana/grafana, LoginPost; the cookie: conf/defaults.ini, login_cookie_name',
  isPublic: true,
  handle: async ({ grafana, request }) => {
    const { user, password } = readCredentials(await text(request));
    await checkPassword(grafana, user, password);
    const now = grafana.now().getTime();
    const token = randomBytes(16).toString('hex');
    const { state } = grafana;
    state.sessions = [
      ...state.sessions.filter(({ expiresAt }) => expiresAt > now),
      { tokenHash: hashToken(token), expiresAt: now + sessionSeconds * 1000 },
    ];
    grafana.save();
    return {
      status: 200,
      headers: { 'set-cookie': cookie(token, sessionSeconds) },
      body: { message: 'Logged in', redirectUrl: '/' },
    };
  },
};

export const logOut: Route = {
  method: 'GET',
  path: '/logout',
  fact: 'pkg/api/login.go of grafana/grafana, Logout',
  isPage: true,
  handle: ({ grafana, request }) => {
    const token = sessionToken(request.headers.cookie) ?? '';
    const { state } = grafana;
    state.sessions = state.sessions.filter(({ tokenHash }) => tokenHash !== hashToken(token));
    grafana.save();
    return { status: 302, headers: { location: '/login', 'set-cookie': cookie('', 0) } };
  },
};

export const currentUser: Route = {
  method: 'GET',
  path: '/api/user',
  fact: "Grafana's documentation, HTTP API, User: Actual User",
  handle: ({ grafana }) => {
    const { login } = grafana.state.admin;
    return {
      status: 200,
      body: { id: 1, login, name: '', email: `${login}@localhost`, isGrafanaAdmin: true, orgId: 1 },
    };
  },
};

const cookie = (token: string, ageSeconds: number): string =>
  `${sessionCookie}=${token}; Path=/; Max-Age=${ageSeconds}; HttpOnly; SameSite=Lax`;

function readCredentials(body: string): Static<typeof credentials> {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    given = undefined;
  }
  if (!Check(credentials, given)) throw new GrafanaError(400, 'bad login data');
  return given;
}
