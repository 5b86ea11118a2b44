import type { InventoryItem } from '../inventory/read-inventory.ts';
import { resourceNouns, type ResourceKind } from '../resource.ts';

/** One deletion, with the sentence to show. */
export interface DestroyChange extends InventoryItem {
  /** For example `delete volume demo-root (in_use), with its data`. */
  sentence: string;
}

/** What cannot be had back. */
const losses: Partial<Record<ResourceKind, string>> = {
  volume: ', with its data',
  ip: ', for good',
  'load-balancer-ip': ', for good',
};

/** What a destroy will delete. Pure. */
export function planDestroy(inventory: readonly InventoryItem[]): DestroyChange[] {
  return inventory.map((item) => {
    const loss = losses[item.resource] ?? '';
    return {
      ...item,
      sentence: `delete ${resourceNouns[item.resource]} ${item.name} (${item.state})${loss}`,
    };
  });
}
