import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { invalidArguments, notPlayed } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict, uuid } from '../../http/schema.ts';
import { blockZonePath } from '../paths.ts';
import { newVolume } from './new-volume.ts';
import { presentVolume } from './present-volume.ts';
import { iops, volumeSize } from './volume-schema.ts';

const body = strict({
  name: Type.String(),
  project_id: Type.Optional(uuid()),
  perf_iops: Type.Optional(nullable(iops())),
  tags: Type.Optional(Type.Array(Type.String())),
  from_empty: Type.Optional(strict({ size: volumeSize() })),
  from_snapshot: Type.Optional(strict({ size: Type.Optional(volumeSize()), snapshot_id: uuid() })),
});

/** Creates an empty volume. No machine gets it: only root volumes reach the driver. */
export const createVolume: Route = route({
  method: 'POST',
  path: `${blockZonePath}/volumes`,
  fact: 'facts/scaleway.md section 1 (creations answer 200); fields as @scaleway/sdk-block 1.3.0 sends them',
  body,
  handle: (world, { body }) => {
    checkProject(world, 'write', 'block_volumes', body);
    if (body.from_snapshot !== undefined) throw notPlayed('volumes from snapshots');
    if (body.from_empty === undefined)
      throw invalidArguments({ argument_name: 'from_empty', reason: 'required' });
    const volume = newVolume(world, {
      name: body.name,
      sizeBytes: body.from_empty.size,
      perfIops: body.perf_iops ?? 5000,
      tags: body.tags ?? [],
      clusterId: null,
    });
    return ok(presentVolume(world, volume));
  },
});
