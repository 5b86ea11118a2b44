import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict } from '../../http/schema.ts';
import { findSshKey } from './find-ssh-key.ts';
import { presentSshKey } from './present-ssh-key.ts';

const body = strict({
  name: Type.Optional(nullable(Type.String())),
  disabled: Type.Optional(nullable(Type.Boolean())),
});

export const updateSshKey: Route = route({
  method: 'PATCH',
  path: '/iam/v1alpha1/ssh-keys/:sshKeyId',
  fact: 'facts/scaleway.md section 2: ssh-key-basic#5',
  body,
  handle: (world, { params, body }) => {
    const key = findSshKey(world, params['sshKeyId']);
    key.name = body.name ?? key.name;
    key.disabled = body.disabled ?? key.disabled;
    key.updatedAt = world.clock.now();
    return ok(presentSshKey(world, key));
  },
});
