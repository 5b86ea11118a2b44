import type { CommercialType } from '../../catalogue/commercial-types.ts';

/** A commercial type as the products list shows it [server-with-reserved-ip#3]. */
export function presentCommercialType(type: CommercialType): object {
  const local = type.localStorageBytes > 0;
  const bandwidth = type.bandwidthBitsPerSecond;
  return {
    alt_names: type.alternativeNames,
    arch: type.arch,
    ncpus: type.cpus,
    ram: type.memoryGib * 1024 ** 3,
    gpu: 0,
    gpu_info: null,
    mig_profile: null,
    volumes_constraint: { min_size: 0, max_size: type.localStorageBytes },
    per_volume_constraint: {
      l_ssd: { min_size: local ? 1_000_000_000 : 0, max_size: local ? 800_000_000_000 : 0 },
    },
    scratch_storage_max_size: 0,
    scratch_storage_max_volumes_count: 0,
    monthly_price: type.monthlyPriceEuros,
    hourly_price: type.hourlyPriceEuros,
    capabilities: {
      boot_types: ['local', 'rescue'],
      placement_groups: true,
      block_storage: true,
      hot_snapshots_local_volume: local,
      private_network: 8,
      max_file_systems: 0,
    },
    network: {
      ipv6_support: true,
      sum_internal_bandwidth: bandwidth,
      sum_internet_bandwidth: bandwidth,
      interfaces: [{ internal_bandwidth: bandwidth, internet_bandwidth: bandwidth }],
    },
    block_bandwidth: type.blockBandwidthBytesPerSecond,
    end_of_service: type.endOfService,
  };
}
