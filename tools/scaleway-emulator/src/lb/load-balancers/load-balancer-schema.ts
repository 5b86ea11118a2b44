/** @scaleway/sdk-lb 1.4.0; `unknown` is what it sends for none. */
export const sslCompatibilityLevels = [
  'ssl_compatibility_level_intermediate',
  'ssl_compatibility_level_modern',
  'ssl_compatibility_level_old',
] as const;

// Assumption: load balancers are offered as LB-S, LB-GP-M, LB-GP-L and LB-GP-XL, in either case of letters.
const offers = ['lb-s', 'lb-gp-m', 'lb-gp-l', 'lb-gp-xl'];

export const isOffer = (type: string): boolean => offers.includes(type.toLowerCase());
