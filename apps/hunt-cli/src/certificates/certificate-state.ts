import { X509Certificate } from 'node:crypto';
import type { LastRun } from '../renewer/last-run.ts';
import { certificateFiles, lastRunPath, renewerUnits } from './renewer-resources.ts';

/** What the host has of a certificate and of its renewal, read in one trip. */
export interface CertificateState {
  certificate?: HostCertificate;
  lastRun?: LastRun;
  isTimerActive: boolean;
  /** ISO 8601: when the timer looks next. */
  nextLookAt?: string;
  /** systemd's word on how the last run of the service ended, such as `success` or `timeout` (systemctl(1), show). */
  lastResult: string;
}

export interface HostCertificate {
  names: string[];
  issuer: string;
  /** ISO 8601. */
  notBefore: string;
  notAfter: string;
  fingerprint256: string;
}

/** Shell that prints it, a field a line; nothing secret is read. */
export const certificateScript: string = `
echo "timer=$(systemctl is-active ${renewerUnits.timer})"
echo "next_look=$(systemctl list-timers --no-legend --output=json ${renewerUnits.timer} 2>/dev/null | grep -o '"next":[0-9]*')"
echo "last_result=$(systemctl show -p Result --value ${renewerUnits.service})"
echo "last_run=$(cat ${lastRunPath} 2>/dev/null)"
echo "chain=$(base64 -w 0 ${certificateFiles.chain} 2>/dev/null)"
`;

/** @param fields what {@link certificateScript} printed */
export function parseCertificateState(fields: ReadonlyMap<string, string>): CertificateState {
  const chain = Buffer.from(fields.get('chain') ?? '', 'base64').toString();
  const lastRun = parseLastRun(fields.get('last_run') ?? '');
  const next = Number(/\d+/.exec(fields.get('next_look') ?? '')?.[0] ?? 0) / 1000;
  return {
    ...(chain === '' ? {} : { certificate: describeCertificate(chain) }),
    ...(lastRun === undefined ? {} : { lastRun }),
    isTimerActive: fields.get('timer') === 'active',
    ...(next > 0 ? { nextLookAt: new Date(next).toISOString() } : {}),
    lastResult: fields.get('last_result') ?? 'unknown',
  };
}

function describeCertificate(chain: string): HostCertificate {
  const { subjectAltName = '', issuer, validFrom, validTo, fingerprint256 } = new X509Certificate(chain);
  return {
    names: subjectAltName.split(', ').map((name) => name.replace('DNS:', '')),
    issuer: /^CN=(.*)$/m.exec(issuer)?.[1] ?? issuer,
    notBefore: new Date(validFrom).toISOString(),
    notAfter: new Date(validTo).toISOString(),
    fingerprint256,
  };
}

function parseLastRun(text: string): LastRun | undefined {
  try {
    return JSON.parse(text) as LastRun;
  } catch {
    return undefined;
  }
}
