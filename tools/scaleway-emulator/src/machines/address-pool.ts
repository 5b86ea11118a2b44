/** Where public addresses come from and return to. */
export interface AddressPool {
  take(): string;
  give(address: string): void;
}

/** Addresses of 198.18.0.0/15 (RFC 2544: benchmarks, never routed), one after the other, then those given back. */
export function benchmarkAddresses(): AddressPool {
  let last = 0;
  const free: string[] = [];
  return {
    take: () => {
      if (last < 0x1_ff_fe) {
        last += 1;
        return [198, 18 + (last >> 16), (last >> 8) & 0xff, last & 0xff].join('.');
      }
      const address = free.shift();
      if (address === undefined)
        throw new Error('All addresses of 198.18.0.0/15 are taken: delete some IPs.');
      return address;
    },
    give: (address) => {
      free.push(address);
    },
  };
}
