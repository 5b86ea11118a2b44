import type { World } from '../state/world.ts';
import type { Answer } from './route.ts';

export const ok = (body: object): Answer => ({ status: 200, body });

/** 201 with a `Location`, as only the Instance API answers a creation. */
export const created = (world: World, path: string, body: object): Answer => ({
  status: 201,
  body,
  headers: { location: `${world.url()}${path}` },
});

/** Recorded 204s carry a content type all the same. */
export const noContent = (contentType: 'application/json' | 'text/plain' = 'application/json'): Answer => ({
  status: 204,
  contentType,
});
