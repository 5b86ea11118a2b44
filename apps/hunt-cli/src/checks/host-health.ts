import type { HostConnection } from '@wescale/ssh-host';
import {
  certificateScript,
  parseCertificateState,
  type CertificateState,
} from '../certificates/certificate-state.ts';
import { summarizeCertificate } from './certificate.ts';
import type { Finding } from './check.ts';
import { parseFields } from './fields.ts';
import {
  judgeKubernetesHealth,
  kubernetesScript,
  parseKubernetesHealth,
  type KubernetesHealth,
} from './kubernetes-health.ts';

/** What a host says of itself, read in one trip. */
export interface HostHealth {
  /** `running`, `degraded`, …: systemd's own word (systemctl(1), is-system-running). */
  systemState: string;
  failedUnits: string[];
  /** Fullest of the disks, in percent. */
  diskUsedPercent: number;
  memoryAvailablePercent: number;
  isRebootRequired: boolean;
  certificate: CertificateState;
  kubernetes: KubernetesHealth;
}

const script = `
echo "state=$(systemctl is-system-running)"
echo "failed=$(systemctl --failed --plain --no-legend | cut -d' ' -f1 | tr '\\n' ' ')"
echo "disk=$(df --output=pcent -x tmpfs -x devtmpfs | tail -n +2 | tr -d ' %' | sort -n | tail -n 1)"
echo "memory=$(awk '/^MemTotal/ { t = $2 } /^MemAvailable/ { a = $2 } END { print int(a * 100 / t) }' /proc/meminfo)"
echo "reboot=$([ -e /run/reboot-required ] && echo yes || echo no)"
${certificateScript}${kubernetesScript}`;

/** One trip to the host. */
export async function readHostHealth(connection: HostConnection, signal: AbortSignal): Promise<HostHealth> {
  const { stdout } = await connection.run(script, { signal });
  return parseHostHealth(stdout);
}

/** The pure part of {@link readHostHealth}. */
export function parseHostHealth(text: string): HostHealth {
  const fields = parseFields(text);
  return {
    systemState: fields.get('state') ?? 'unknown',
    failedUnits: (fields.get('failed') ?? '').split(' ').filter((unit) => unit !== ''),
    diskUsedPercent: Number(fields.get('disk')),
    memoryAvailablePercent: Number(fields.get('memory')),
    isRebootRequired: fields.get('reboot') === 'yes',
    certificate: parseCertificateState(fields),
    kubernetes: parseKubernetesHealth(fields),
  };
}

/** What of it deserves attention (pure). */
export function judgeHostHealth(health: HostHealth, now: Date): Finding[] {
  const { systemState, failedUnits, diskUsedPercent, memoryAvailablePercent, isRebootRequired } = health;
  return [
    {
      check: 'units',
      ok: failedUnits.length === 0,
      message: failedUnits.length === 0 ? `systemd is ${systemState}` : `failed: ${failedUnits.join(', ')}`,
      remedy: `see why with: hunt ssh -- systemctl status ${failedUnits.join(' ')}`,
    },
    {
      check: 'disk',
      ok: diskUsedPercent < 90,
      message: `${diskUsedPercent} % used`,
      remedy: 'free space, or raise instance.rootVolumeSizeGigabytes in hunt.yaml and run hunt core',
    },
    {
      check: 'memory',
      ok: memoryAvailablePercent >= 5,
      message: `${memoryAvailablePercent} % available`,
      remedy: 'see what takes it with: hunt ssh -- top -b -n 1 -o %MEM',
    },
    {
      check: 'updates',
      ok: !isRebootRequired,
      message: isRebootRequired ? 'an update waits for a reboot' : 'none waits for a reboot',
      remedy: 'reboot at a quiet moment: hunt ssh -- systemctl reboot',
    },
    summarizeCertificate(health.certificate, now),
    ...judgeKubernetesHealth(health.kubernetes),
  ];
}
