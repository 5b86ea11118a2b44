import type { InventoryItem } from '../inventory/read-inventory.ts';
import { resourceNouns } from '../resource.ts';

/** One deletion, with the sentence to show. */
export interface DestroyChange extends InventoryItem {
  /** For example `delete volume demo-root (in_use), with its data`. */
  sentence: string;
}

/** What a destroy will delete. Pure. */
export function planDestroy(inventory: readonly InventoryItem[]): DestroyChange[] {
  return inventory.map((item) => {
    const loss = item.resource === 'volume' ? ', with its data' : item.resource === 'ip' ? ', for good' : '';
    return {
      ...item,
      sentence: `delete ${resourceNouns[item.resource]} ${item.name} (${item.state})${loss}`,
    };
  });
}
