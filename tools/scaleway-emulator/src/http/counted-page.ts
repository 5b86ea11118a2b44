import { Type, type TOptional, type TString } from 'typebox';

import { integerText, paginate } from './pagination.ts';

/** How every other API than Instance is asked for a page. */
export const pageFields: { page: TOptional<TString>; page_size: TOptional<TString> } = {
  page: Type.Optional(integerText()),
  page_size: Type.Optional(integerText()),
};

/** A page of every other API than Instance: `{ [name]: […], total_count }`. */
export function countedPage(
  name: string,
  all: readonly object[],
  query: { page?: string; page_size?: string },
): Record<string, unknown> {
  // Assumption: 20 is the page size outside the Instance API when none is named.
  const page = paginate(all, {
    page: query.page,
    size: query.page_size,
    sizeName: 'page_size',
    defaultSize: 20,
  });
  return { [name]: page.items, total_count: page.total };
}
