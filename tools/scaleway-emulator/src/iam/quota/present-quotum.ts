import { limitOf, type Quotum } from '../../account/quotas.ts';
import { regionOf } from '../../state/region.ts';
import type { World } from '../../state/world.ts';

/** A quota; the fields as @scaleway/sdk-iam 1.6.0 reads and documents them. */
export function presentQuotum(world: World, quotum: Quotum): object {
  const limit = limitOf(world, quotum);
  const places = { global: true, region: regionOf(world), zone: world.zone };
  return {
    name: quotum.name,
    pretty_name: quotum.prettyName,
    unit: '',
    description: '',
    locality_type: quotum.locality,
    limit,
    limits: [{ [quotum.locality]: places[quotum.locality], limit }],
  };
}
