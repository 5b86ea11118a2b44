import { namePattern, tagPattern } from '../images/build-image.ts';
import { RegistryError } from './registry-error.ts';

/** What a pull may ask for. */
export type RegistryRequest =
  | { kind: 'version' }
  | { kind: 'manifest'; repository: string; reference: string; upstream: string | undefined }
  | { kind: 'blob'; repository: string; digest: string; upstream: string | undefined }
  | { kind: 'tags'; repository: string };

const digestPattern = '[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-zA-Z=_-]+';

/**
 * Understands the requests of a pull (OCI distribution specification 1.1, end-1 to end-3), the list of tags (end-8a), with
 * which Helm looks for a version, and `ns`, with which containerd tells a mirror whose image it wants. @throws RegistryError for everything else
 */
export function parseRequest(method: string, url: string): RegistryRequest {
  if (method !== 'GET' && method !== 'HEAD')
    throw new RegistryError(405, 'UNSUPPORTED', `this registry is for pulling only; it takes no ${method}`);
  const { pathname, searchParams } = new URL(url, 'http://registry');
  const unknown = [...searchParams.keys()].filter((key) => key !== 'ns');
  if (unknown.length > 0)
    throw new RegistryError(404, 'UNSUPPORTED', `this registry knows no parameter '${unknown.join("', '")}'`);
  if (pathname === '/v2' || pathname === '/v2/') return { kind: 'version' };
  const match = /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(decodeURIComponent(pathname));
  if (match === null || (match[2] === 'tags' && match[3] !== 'list'))
    throw new RegistryError(
      404,
      'UNSUPPORTED',
      `this registry hands out manifests, blobs and lists of tags, not ${pathname}`,
    );
  const [, repository = '', kind = '', reference = ''] = match;
  if (!new RegExp(`^${namePattern}$`).test(repository))
    throw new RegistryError(400, 'NAME_INVALID', `'${repository}' is no name of a repository`);
  if (kind === 'tags') return { kind, repository };
  const upstream = searchParams.get('ns') ?? undefined;
  const isDigest = new RegExp(`^${digestPattern}$`).test(reference);
  if (kind === 'blobs') {
    if (!isDigest) throw new RegistryError(400, 'DIGEST_INVALID', `'${reference}' is no digest`);
    return { kind: 'blob', repository, digest: reference, upstream };
  }
  if (!isDigest && !new RegExp(`^${tagPattern}$`).test(reference))
    throw new RegistryError(400, 'MANIFEST_UNKNOWN', `'${reference}' is neither a tag nor a digest`);
  return { kind: 'manifest', repository, reference, upstream };
}
