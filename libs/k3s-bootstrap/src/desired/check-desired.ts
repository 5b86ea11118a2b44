import { DesiredInvalidError } from '../errors.ts';
import { parseK3sVersion } from '../version/k3s-version.ts';
import type { K3sDesired } from './k3s-desired.ts';

/**
 * Refuses wishes that make no sense before anything is asked or done.
 *
 * @throws DesiredInvalidError
 */
export function checkDesired(desired: K3sDesired): void {
  const { version, sha256, channelUrl, artifactUrl, configuration, airGap } = desired;
  if (typeof version === 'string') {
    if (!parseK3sVersion(version)) refuse(`version "${version}" is none of k3s, such as v1.36.3+k3s1`);
  } else if (!/^[\w.-]+$/.test(version.channel)) refuse(`"${version.channel}" is no name of a channel`);
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256))
    refuse('sha256 is not 64 hexadecimal digits in lower case');
  for (const [name, url] of Object.entries({ channelUrl, artifactUrl }))
    if (url !== undefined && !/^https?:\/\/[^\s'"\\]+[^/\s'"\\]$/.test(url))
      refuse(`${name} "${url}" is no http address without a slash at its end`);
  const dataDirectory = configuration['data-dir'];
  if (dataDirectory !== undefined && !/^(\/[A-Za-z0-9._-]+){2,}$/.test(dataDirectory))
    refuse(`data-dir "${dataDirectory}" is no absolute path of at least two plain names`);
  if (configuration['bind-address']?.startsWith('127.'))
    refuse('bind-address on loopback keeps every pod from the API; leave it out and close the port instead');
  if (airGap?.binary && sha256 === undefined && airGap.checksums === undefined)
    refuse('a binary of your own needs sha256 or airGap.checksums beside it, to be checked with');
  if (airGap?.binary && typeof version !== 'string')
    refuse('a binary of your own needs the version that it is, not a channel');
}

function refuse(mistake: string): never {
  throw new DesiredInvalidError(`k3s as it is wished for makes no sense: ${mistake}`);
}
