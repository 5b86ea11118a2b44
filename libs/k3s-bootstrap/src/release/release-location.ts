import { defaultArtifactUrl, defaultChannelUrl, type K3sDesired } from '../desired/k3s-desired.ts';
import { ChannelUnresolvedError } from '../errors.ts';
import type { Architecture } from '../read/k3s-facts.ts';
import { parseK3sVersion } from '../version/k3s-version.ts';

/** Addresses of a release's files, and what its list of checksums calls them. */
export interface ReleaseLocation {
  checksumsUrl: string;
  binary: { url: string; name: string };
  images: { url: string; name: string; checksumsUrl: string };
}

/** How releases are laid out: the suffix of the program, not of its list, differs by processor. */
const suffixes: Readonly<Record<Architecture, string>> = { amd64: '', arm64: '-arm64', arm: '-armhf' };

export function locateRelease(
  version: string,
  architecture: Architecture,
  { artifactUrl = defaultArtifactUrl }: Pick<K3sDesired, 'artifactUrl'>,
): ReleaseLocation {
  const folder = `${artifactUrl}/${encodeURIComponent(version)}`;
  const binary = `k3s${suffixes[architecture]}`;
  const images = `k3s-airgap-images-${architecture}.tar.zst`;
  return {
    checksumsUrl: `${folder}/sha256sum-${architecture}.txt`,
    binary: { url: `${folder}/${binary}`, name: binary },
    images: {
      url: `${folder}/${images}`,
      name: images,
      checksumsUrl: `${folder}/k3s-airgap-images-${architecture}.sha256sum`,
    },
  };
}

/** Reads curl's `<status> <redirect>`: a channel redirects to the page of the release it points to. */
export function parseChannelRedirect(text: string): { version?: string; error?: string } {
  const [, status = '000', location = ''] =
    /^(\d{3}) ?(\S*)$/.exec(text.trim().split('\n').at(-1) ?? '') ?? [];
  const version = versionOf(location);
  if (version !== undefined) return { version };
  const words = text.trim().split('\n')[0] || 'it did not answer';
  return { error: status === '000' ? words : `it answered ${status} and ${location || 'no address'}` };
}

/**
 * Asks a channel from here, for a host that reaches nothing: pass the version on as the one that is wished for.
 *
 * @throws ChannelUnresolvedError
 */
export async function resolveChannel(
  channel: string,
  options: { channelUrl?: string; fetch?: typeof fetch; signal?: AbortSignal } = {},
): Promise<string> {
  const { channelUrl = defaultChannelUrl, fetch: ask = fetch, signal } = options;
  const url = `${channelUrl}/${encodeURIComponent(channel)}`;
  let response: Response;
  try {
    response = await ask(url, { redirect: 'manual', ...(signal && { signal }) });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ChannelUnresolvedError(channel, `${url} cannot be reached`, { cause });
  }
  const version = versionOf(response.headers.get('location') ?? '');
  if (version === undefined)
    throw new ChannelUnresolvedError(channel, `${url} answered ${response.status} without a release`);
  return version;
}

function versionOf(location: string): string | undefined {
  const version = (location.split('/').at(-1) ?? '').replace(/%2b/i, '+');
  return parseK3sVersion(version) && version;
}
