import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { invalidArguments, preconditionFailed } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict } from '../../http/schema.ts';
import { blockZonePath } from '../paths.ts';
import { changeVolume } from './change-volume.ts';
import { findVolume } from './find-volume.ts';
import { presentVolume } from './present-volume.ts';
import { iops, volumeSize } from './volume-schema.ts';

const body = strict({
  name: Type.Optional(nullable(Type.String())),
  size: Type.Optional(nullable(volumeSize())),
  tags: Type.Optional(nullable(Type.Array(Type.String()))),
  perf_iops: Type.Optional(nullable(iops())),
});

/** Renames, tags, or makes a volume larger or faster. */
export const updateVolume: Route = route({
  method: 'PATCH',
  path: `${blockZonePath}/volumes/:volumeId`,
  fact: 'facts/scaleway.md section 1 (200); that volumes only grow is documented by @scaleway/sdk-block 1.3.0',
  body,
  handle: (world, { params, body }) => {
    const volume = findVolume(world, params['volumeId']);
    // Assumption: a smaller size answers 400 invalid_arguments.
    if (body.size != null && body.size < volume.sizeBytes) {
      throw invalidArguments({ argument_name: 'size', reason: 'constraint' });
    }
    const settled =
      volume.status === 'available' ||
      (volume.status === 'in_use' && volume.reference?.status === 'attached');
    const resizes = body.size != null && body.size !== volume.sizeBytes;
    const speeds = body.perf_iops != null && body.perf_iops !== volume.perfIops;
    // Assumption: a volume that is changing refuses another size or performance with 412 resource_not_usable.
    if ((resizes || speeds) && !settled) {
      throw preconditionFailed(412, 'resource_not_usable', 'Volume must be available or in use');
    }
    volume.name = body.name ?? volume.name;
    volume.tags = body.tags ?? volume.tags;
    volume.updatedAt = world.clock.now();
    if (resizes || speeds) {
      volume.sizeBytes = body.size ?? volume.sizeBytes;
      volume.perfIops = body.perf_iops ?? volume.perfIops;
      changeVolume(world, volume, {
        status: resizes ? 'resizing' : 'updating',
        then: () => {
          volume.status = volume.reference === null ? 'available' : 'in_use';
        },
      });
    }
    return ok(presentVolume(world, volume));
  },
});
