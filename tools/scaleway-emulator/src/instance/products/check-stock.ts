import { outOfStock } from '../../http/api-error.ts';
import type { World } from '../../state/world.ts';

/** Refuses to start what is in shortage. */
export function checkStock(world: World, commercialType: string): void {
  // Assumption: a commercial type in shortage is refused when a server is powered on, not when it is created.
  if (world.availability.get(commercialType) === 'shortage') throw outOfStock(commercialType);
}
