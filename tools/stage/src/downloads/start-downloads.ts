import { startRegistry } from '@wescale/real-servers';
import { k3sVersions } from '@wescale/stage-kubernetes';
import { playedCharts } from '@wescale/understudies';
import { planAddresses } from '../network/address-plan.ts';
import type { StageDescription } from '../stage/description.ts';
import { isSupplyName, k3sChannels, releaseName } from '../supplies/supply-names.ts';
import type { SupplyDesk } from '../supplies/supply-desk.ts';
import { supplyPath } from '../supplies/wait-for-supplies.ts';
import { packBoardCharts } from './board-charts.ts';
import { placeRepositories, placeRepository, rancherRepository } from './chart-repositories.ts';
import { createChartFinder } from './find-chart.ts';
import { createReleaseFinder } from './find-release.ts';
import type { PackedChart } from './pack-chart.ts';
import { packChart } from './pack-chart.ts';
import { type Download, startDownloadServer } from './start-download-server.ts';

const registryPort = 5000;

/** Where what a cluster is made of is fetched from. */
export type Downloads = Pick<StageDescription, 'releases' | 'registryMirror' | 'chartRepositories'>;

/**
 * Starts what k3s, its images and charts are fetched from, in our own network; it dies with us. What is not made yet
 * is waited for by whoever asks for it, and by nobody else.
 */
export async function startDownloads(options: {
  number: number;
  desk: SupplyDesk;
  /** Hears which images the registry does not have, and which charts could not be packed. */
  onMissing: (line: string) => void;
}): Promise<Downloads> {
  const { desk, onMissing } = options;
  const plan = planAddresses(options.number);
  const origin = `http://${plan.releases}`;
  const servers = { charts: `http://${plan.charts}`, registry: `${plan.registry}:${registryPort}` };
  const board = await packBoardCharts(onMissing);
  let packed: Promise<PackedChart[]> | undefined;
  const rancherCharts = async (): Promise<PackedChart[]> => {
    const folders = await desk.get('charts');
    packed ??= Promise.all(folders.map(packChart)).catch((error: unknown) => {
      // Who asks again has it tried again.
      packed = undefined;
      throw error;
    });
    return packed;
  };
  const findChart = [
    createChartFinder({ url: placeRepository(rancherRepository, servers), charts: rancherCharts }),
    ...[...board.charts].map(([real, charts]) =>
      createChartFinder({ url: placeRepository(real, servers), charts: async () => charts }),
    ),
  ];
  const findRelease = createReleaseFinder({
    ...{ origin, channels: k3sChannels, versions: k3sVersions },
    folder: (version) => desk.get(releaseName(version)),
    airGapImages: () => desk.get('air-gap-images'),
  });
  const [registry] = await Promise.all([
    startRegistry({
      address: plan.registry,
      port: registryPort,
      images: [
        ...board.artifacts,
        { repositories: ['rancher/mirrored-pause'], make: () => desk.get('pause-image') },
        { repositories: ['rancher/mirrored-coredns-coredns'], make: () => desk.get('coredns-image') },
        {
          repositories: ['rancher/rancher', 'rancher/rancher-agent'],
          make: () => desk.get('understudy-images'),
        },
        { repositories: ['library/busybox'], make: () => desk.get('busybox-image') },
        () => desk.get('board-images'),
      ],
      onMissing,
    }),
    startDownloadServer({
      host: plan.releases,
      find: async (pathname): Promise<Download | undefined> => {
        const supply = pathname.startsWith(supplyPath) ? pathname.slice(supplyPath.length) : '';
        if (!isSupplyName(supply)) return findRelease(pathname);
        await desk.get(supply);
        return { content: 'made\n', contentType: 'text/plain' };
      },
    }),
    startDownloadServer({
      host: plan.charts,
      find: async (pathname): Promise<Download | undefined> => {
        for (const find of findChart) {
          const found = await find(pathname);
          if (found !== undefined) return found;
        }
        return undefined;
      },
    }),
  ]);
  return {
    releases: {
      k3sChannelUrl: `${origin}/v1-release/channels`,
      k3sArtifactUrl: `${origin}/k3s-io/k3s/releases/download`,
    },
    registryMirror: registry.url,
    chartRepositories: placeRepositories(playedCharts, servers),
  };
}
