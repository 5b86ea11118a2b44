import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { collection, pageQuery } from '../http/collection.ts';
import { callerOf, ok, route, type Route, type RouteRequest, type Shown } from '../http/route.ts';
import { strict } from '../http/schema.ts';
import type { Rancher } from '../rancher.ts';
import type { User } from '../state/state.ts';
import { changePassword } from './change-password.ts';

const presentUser = (user: User, request: RouteRequest<unknown>): Shown => {
  const self = `${request.origin}/v3/users/${user.id}`;
  return {
    id: user.id,
    type: 'user',
    baseType: 'user',
    username: user.username,
    name: user.name,
    enabled: true,
    me: user.id === request.caller?.user.id,
    mustChangePassword: user.mustChangePassword,
    principalIds: [`local://${user.id}`],
    state: 'active',
    created: user.createdAt,
    createdTS: Date.parse(user.createdAt),
    links: { self, update: self, remove: self },
    actions: { setpassword: `${self}?action=setpassword` },
  };
};

function existing(rancher: Rancher, id: string | undefined): User {
  const user = rancher.state.users.find((one) => one.id === id);
  if (user === undefined)
    throw new ApiError('NotFound', `users.management.cattle.io "${id ?? ''}" not found`);
  return user;
}

export const listUsers: Route = route({
  method: 'GET',
  path: '/v3/users',
  fact: 'facts/k3s-rancher.md §3, row "Who am I"',
  query: [...pageQuery, 'me', 'username'],
  handle: (rancher, request) => {
    const { me, username } = request.query;
    const found = rancher.state.users.filter(
      (user) =>
        (me === undefined || (user.id === callerOf(request).user.id) === (me === 'true')) &&
        (username === undefined || user.username === username),
    );
    return ok(
      collection(
        'user',
        found.map((user) => presentUser(user, request)),
        request,
      ),
    );
  },
});

export const getUser: Route = route({
  method: 'GET',
  path: '/v3/users/:id',
  fact: 'facts/k3s-rancher.md §3, row "Who am I"; one of the list by its id',
  handle: (rancher, request) => ok(presentUser(existing(rancher, request.params['id']), request)),
});

export const changeOwnPassword: Route = route({
  method: 'POST',
  path: '/v3/users',
  action: 'changepassword',
  fact: 'facts/k3s-rancher.md §3, row "Password"',
  body: strict({ currentPassword: Type.String(), newPassword: Type.String() }),
  handle: async (rancher, request) => {
    const { currentPassword: current, newPassword: next } = request.body;
    await changePassword(rancher, callerOf(request).user, { current, next });
    // Assumption: changepassword answers 200 without a body.
    return { status: 200 };
  },
});

export const setPassword: Route = route({
  method: 'POST',
  path: '/v3/users/:id',
  action: 'setpassword',
  fact: 'facts/k3s-rancher.md §3, row "Password"',
  body: strict({ newPassword: Type.String() }),
  handle: async (rancher, request) => {
    const user = existing(rancher, request.params['id']);
    await changePassword(rancher, user, { next: request.body.newPassword });
    // Assumption: setpassword answers 200 with the user.
    return ok(presentUser(user, request));
  },
});
