import type { World } from './world.ts';

/** The region of the emulator's zone: `fr-par` for `fr-par-1`. */
export const regionOf = (world: World): string => world.zone.replace(/-\d+$/, '');
