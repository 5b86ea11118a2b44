/** What a server can be: the facts of a commercial type that differ between types. */
export interface CommercialType {
  name: string;
  alternativeNames: string[];
  arch: 'x86_64' | 'arm64';
  cpus: number;
  memoryGib: number;
  hourlyPriceEuros: number;
  monthlyPriceEuros: number;
  /** The most local storage; 0 for types that take block volumes only. */
  localStorageBytes: number;
  bandwidthBitsPerSecond: number;
  blockBandwidthBytesPerSecond: number;
  endOfService: boolean;
}

type Row = [
  name: string,
  arch: 'x86_64' | 'arm64',
  cpus: number,
  memoryGib: number,
  hourlyPriceEuros: number,
  monthlyPriceEuros: number,
  localStorageGb: number,
  bandwidthMbps: number,
  blockBandwidthMib: number,
  endOfService?: boolean,
];

// Recorded [server-with-reserved-ip#3, page 3 of the products]: PRO2-XS, PRO2-XXS, STARDUST1-S, START1-S, VC1S.
// Assumption: the sizes, prices and bandwidths of the commercial types on the two pages that were not recorded.
const rows: Row[] = [
  ['COPARM1-2C-8G', 'arm64', 2, 8, 0.0426, 31.098, 0, 200, 80],
  ['DEV1-L', 'x86_64', 4, 8, 0.0495, 36.135, 80, 400, 80],
  ['DEV1-M', 'x86_64', 3, 4, 0.0234, 17.082, 40, 300, 60],
  ['DEV1-S', 'x86_64', 2, 2, 0.0103, 7.519, 20, 200, 40],
  ['DEV1-XL', 'x86_64', 4, 12, 0.0731, 53.363, 120, 500, 100],
  ['GP1-XS', 'x86_64', 4, 16, 0.091, 66.43, 150, 500, 100],
  ['PLAY2-MICRO', 'x86_64', 4, 8, 0.054, 39.42, 0, 400, 160],
  ['PLAY2-NANO', 'x86_64', 2, 4, 0.027, 19.71, 0, 200, 80],
  ['PLAY2-PICO', 'x86_64', 1, 2, 0.014, 10.22, 0, 100, 40],
  ['PRO2-S', 'x86_64', 8, 32, 0.219, 159.87, 0, 1500, 500],
  ['PRO2-XS', 'x86_64', 4, 16, 0.1122, 81.906, 0, 700, 250],
  ['PRO2-XXS', 'x86_64', 2, 8, 0.0561, 40.953, 0, 350, 125],
  ['STARDUST1-S', 'x86_64', 1, 1, 0.0006, 0.438, 10, 100, 50],
  ['START1-S', 'x86_64', 2, 2, 0.0106, 7.738, 50, 200, 40, true],
  ['VC1S', 'x86_64', 2, 2, 0.00862, 6.2926, 50, 200, 40, true],
];

/** In the order of the products list. */
export const commercialTypes: readonly CommercialType[] = rows.map(
  ([name, arch, cpus, memoryGib, hourly, monthly, localGb, mbps, blockMib, endOfService]) => ({
    name,
    alternativeNames: name === 'VC1S' ? ['X64-2GB'] : [],
    arch,
    cpus,
    memoryGib,
    hourlyPriceEuros: hourly,
    monthlyPriceEuros: monthly,
    localStorageBytes: localGb * 1_000_000_000,
    bandwidthBitsPerSecond: mbps * 1_000_000,
    blockBandwidthBytesPerSecond: blockMib * 1024 * 1024,
    endOfService: endOfService ?? false,
  }),
);
