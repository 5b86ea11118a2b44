import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';

import { checkQuota } from '../../account/quotas.ts';
import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { strict, uuid } from '../../http/schema.ts';
import type { SshKey } from '../../state/ssh-key.ts';
import { presentSshKey } from './present-ssh-key.ts';
import { readPublicKey } from './read-public-key.ts';

const body = strict({
  name: Type.Optional(Type.String()),
  public_key: Type.String(),
  project_id: Type.Optional(uuid()),
});

export const createSshKey: Route = route({
  method: 'POST',
  path: '/iam/v1alpha1/ssh-keys',
  fact: 'facts/scaleway.md section 2: ssh-key-basic#0 (200; the comment is dropped)',
  body,
  handle: (world, { body }) => {
    checkProject(world, 'write', 'ssh_keys', body);
    checkQuota(world, 'iam_ssh_keys');
    const now = world.clock.now();
    // Assumption: the same public key may be there twice.
    const key: SshKey = {
      id: randomUUID(),
      name: body.name ?? '',
      ...readPublicKey(body.public_key),
      createdAt: now,
      updatedAt: now,
      disabled: false,
    };
    world.sshKeys.set(key.id, key);
    return ok(presentSshKey(world, key));
  },
});
