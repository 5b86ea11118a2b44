import path from 'node:path';
import { readdir } from 'node:fs/promises';
import { airGapArchive, airGapChecksums } from '../supplies/air-gap-files.ts';
import type { AirGapImages } from '../supplies/supply.ts';
import type { Download, FindDownload } from './start-download-server.ts';

/** What k3s's channel server and GitHub's release pages know. */
export interface ReleaseCatalogue {
  /** Scheme and host of this server. */
  origin: string;
  /** Versions by the name of their channel. */
  channels: Readonly<Record<string, string>>;
  versions: readonly string[];
  /** The folder with the files of a release. */
  folder: (version: string) => Promise<string>;
  /** Images that go with every release. */
  airGapImages: () => Promise<AirGapImages>;
}

const repository = '/k3s-io/k3s/releases';

/**
 * The paths of update.k3s.io and of k3s's releases on GitHub, on one server [facts/k3s-rancher.md 1, "Download" and
 * "Channels"]. A channel leads to the page of its release, and a download to where the files lie.
 *
 * Assumption: a channel that does not exist is not found, and GitHub's redirect of a download is 302.
 */
export function createReleaseFinder(catalogue: ReleaseCatalogue): FindDownload {
  const { origin, channels, versions } = catalogue;
  return async (pathname): Promise<Download | undefined> => {
    const channel = /^\/v1-release\/channels\/([^/]+)$/.exec(pathname)?.[1];
    if (pathname === '/v1-release/channels') return listChannels(catalogue);
    if (channel !== undefined) {
      const version = Object.hasOwn(channels, channel) ? channels[channel] : undefined;
      return version === undefined ? undefined : { location: `${origin}${repository}/tag/${version}` };
    }
    const [, kind, version, file] =
      /^\/k3s-io\/k3s\/releases\/(tag|download)\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
    if (version !== undefined && !versions.includes(version)) return undefined;
    if (kind === 'tag' && file === undefined && version !== undefined)
      return { content: `${version}\n`, contentType: 'text/html; charset=utf-8' };
    if (kind === 'download' && version !== undefined && file !== undefined)
      return { location: `${origin}/assets/${encodeURIComponent(version)}/${encodeURIComponent(file)}` };
    const [, from, asset] = /^\/assets\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
    if (from === undefined || asset === undefined || !versions.includes(from)) return undefined;
    if (asset === airGapArchive) return { file: (await catalogue.airGapImages()).file };
    if (asset === airGapChecksums) {
      const { digest } = await catalogue.airGapImages();
      return { content: `${digest}  ${airGapArchive}\n`, contentType: 'application/octet-stream' };
    }
    const folder = await catalogue.folder(from);
    return (await readdir(folder)).includes(asset) ? { file: path.join(folder, asset) } : undefined;
  };
}

function listChannels({ origin, channels }: ReleaseCatalogue): Download {
  const self = `${origin}/v1-release/channels`;
  const data = Object.entries(channels).map(([name, latest]) => ({
    ...{ id: name, type: 'channel', name, latest },
    links: { self: `${self}/${name}` },
  }));
  return {
    content: JSON.stringify({ type: 'collection', links: { self }, resourceType: 'channels', data }),
    contentType: 'application/json',
  };
}
