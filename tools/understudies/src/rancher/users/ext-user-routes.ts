import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { callerOf, created, route, type Route } from '../http/route.ts';
import { strict } from '../http/schema.ts';
import { changePassword } from './change-password.ts';

const typed = (kind: string): object => ({ apiVersion: 'ext.cattle.io/v1', kind });

export const createSelfUser: Route = route({
  method: 'POST',
  path: '/v1/ext.cattle.io.selfusers',
  fact: 'facts/k3s-rancher.md §3, row "Who am I" (≥2.13)',
  since: 13,
  body: strict({}),
  handle: (_rancher, request) =>
    created({
      type: 'ext.cattle.io.selfuser',
      ...typed('SelfUser'),
      status: { userID: callerOf(request).user.id },
    }),
});

export const createPasswordChangeRequest: Route = route({
  method: 'POST',
  path: '/v1/ext.cattle.io.passwordchangerequests',
  fact: 'facts/k3s-rancher.md §3, row "Password" (≥2.13)',
  since: 13,
  body: strict({
    type: Type.Optional(Type.Literal('ext.cattle.io.passwordchangerequest')),
    spec: strict({ userID: Type.String(), currentPassword: Type.String(), newPassword: Type.String() }),
  }),
  handle: async (rancher, request) => {
    const { userID, currentPassword: current, newPassword: next } = request.body.spec;
    const user = rancher.state.users.find(({ id }) => id === userID);
    // Assumption: an unknown userID in a password change answers 404.
    if (user === undefined) throw new ApiError('NotFound', `user ${userID} not found`);
    await changePassword(rancher, user, { current, next });
    // Assumption: a password change request shows neither password again, and its summary is Completed.
    return created({
      type: 'ext.cattle.io.passwordchangerequest',
      ...typed('PasswordChangeRequest'),
      spec: { userID },
      status: { summary: 'Completed', conditions: [{ type: 'PasswordUpdated', status: 'True' }] },
    });
  },
});
