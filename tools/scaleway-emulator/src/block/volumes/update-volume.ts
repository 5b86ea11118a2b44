import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict } from '../../http/schema.ts';
import { blockZonePath } from '../paths.ts';
import { findVolume } from './find-volume.ts';
import { growVolume } from './grow-volume.ts';
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
    growVolume(world, volume, {
      sizeBytes: body.size ?? volume.sizeBytes,
      perfIops: body.perf_iops ?? volume.perfIops,
    });
    volume.name = body.name ?? volume.name;
    volume.tags = body.tags ?? volume.tags;
    volume.updatedAt = world.clock.now();
    return ok(presentVolume(world, volume));
  },
});
