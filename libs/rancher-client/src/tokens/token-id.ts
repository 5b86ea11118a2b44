/** A token or its name without the mark of the new API: Rancher's lists go by the plain name. */
export const withoutExt = (tokenOrId: string): string => tokenOrId.replace(/^ext\//, '');
