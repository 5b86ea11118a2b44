import { Type, type TEnum, type TInteger } from 'typebox';

/** In bytes, 1 GB to 10 TB, as @scaleway/sdk-block 1.3.0 documents it. */
export const volumeSize = (): TInteger =>
  Type.Integer({ minimum: 1_000_000_000, maximum: 10_000_000_000_000 });

// Assumption: the two performances of block volumes are 5000 and 15000 IOPS, types sbs_5k and sbs_15k.
export const iops = (): TEnum<[5000, 15000]> => Type.Enum([5000, 15000]);
