import { Type, type TString } from 'typebox';

import { invalidArguments } from './api-error.ts';

/** A whole number in a query string. */
export const integerText = (): TString => Type.String({ pattern: '^[0-9]{1,9}$' });

export interface Page<Item> {
  items: Item[];
  number: number;
  size: number;
  last: number;
  total: number;
}

/** Cuts the page out of the list. Pages count from 1; a page behind the last is empty. */
export function paginate<Item>(
  all: readonly Item[],
  options: { page: string | undefined; size: string | undefined; sizeName: string; defaultSize: number },
): Page<Item> {
  const number = Number(options.page ?? 1);
  const size = Number(options.size ?? options.defaultSize);
  // Assumption: page 0 and a page size outside 1 to 100 answer 400.
  if (number < 1) throw invalidArguments({ argument_name: 'page', reason: 'constraint' });
  if (size < 1 || size > 100)
    throw invalidArguments({ argument_name: options.sizeName, reason: 'constraint' });
  return {
    items: all.slice((number - 1) * size, number * size),
    number,
    size,
    last: Math.max(1, Math.ceil(all.length / size)),
    total: all.length,
  };
}
