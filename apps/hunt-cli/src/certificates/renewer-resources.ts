import type { TsigKey } from '@wescale/bind9-zone';
import type { Resource } from '@wescale/ssh-host';
import type { Hunt } from '../configuration/hunt-schema.ts';
import type { Internet } from '../environment/internet.ts';
import type { RenewalRequest } from '../renewer/last-run.ts';
import type { RenewerConfiguration } from '../renewer/renewer-configuration.ts';

const program = '/usr/local/lib/hunt/renewer.cjs';
const configurationPath = '/etc/hunt/renewer.json';
const trustedPath = '/etc/hunt/acme-ca.pem';
const stateDirectory = '/var/lib/hunt/renewer';
const certificateDirectory = '/var/lib/hunt/certificate';

/** Where the certificate in service lies on the host; its key never leaves there. */
export const certificateFiles = {
  chain: `${certificateDirectory}/current/fullchain.pem`,
  key: `${certificateDirectory}/current/privkey.pem`,
};

/** The renewer under systemd. */
export const renewerUnits = { service: 'hunt-renewer.service', timer: 'hunt-renewer.timer' };
const servicePath = `/etc/systemd/system/${renewerUnits.service}`;
const timerPath = `/etc/systemd/system/${renewerUnits.timer}`;

/** How the renewer's last run is kept on the host. */
export const lastRunPath = `${stateDirectory}/last-run.json`;

/**
 * Shell that has the renewer run now and fails when it does. A run that was under way already has not seen the
 * request: then another one follows.
 */
export function requestScript(request: RenewalRequest): string {
  const file = `${stateDirectory}/request`;
  const start = `systemctl start ${renewerUnits.service} 2>/dev/null`;
  return [
    `mkdir -p -m 700 ${stateDirectory} && echo ${request} >${file}`,
    `{ ${start} || [ -e ${file} ]; } && { ! [ -e ${file} ] || ${start}; }`,
  ].join(' && ');
}

/** Shell that prints what the renewer said last. */
const lastWords = `node -p 'JSON.parse(fs.readFileSync("${lastRunPath}")).message' || journalctl -n 5 -o cat -u ${renewerUnits.service}`;

/** What the renewer needs to know and to be. */
export interface RenewerSetup {
  hunt: Hunt;
  internet: Internet;
  challengesKey: TsigKey;
  /** The program, as one file. */
  bundle: string;
}

/** The renewer on the host: program, configuration, timer, and its first run. */
export function renewerResources({ hunt, internet, challengesKey, bundle }: RenewerSetup): Resource[] {
  const { certificateAuthority } = internet;
  const { contact, profile } = hunt.certificates;
  const configuration: RenewerConfiguration = {
    directoryUrl: certificateAuthority?.directoryUrl ?? hunt.certificates.directoryUrl,
    ...(certificateAuthority === undefined ? {} : { trustedCertificatesPath: trustedPath }),
    ...(contact === undefined ? {} : { contact }),
    ...(profile === undefined ? {} : { profile }),
    names: [hunt.domain, `*.${hunt.domain}`],
    nameServer: { host: '127.0.0.1' },
    tsigKey: { name: challengesKey.name, algorithm: 'hmac-sha256', secret: challengesKey.secret },
    stateDirectory,
    certificateDirectory,
    reloadCommand: ['systemctl', 'try-reload-or-restart', 'nginx.service'],
  };
  const text = `${JSON.stringify(configuration, null, 2)}\n`;
  const trusted = certificateAuthority?.trustedCertificates;
  return [
    { kind: 'package', name: 'nodejs' },
    // Whoever is told of the first certificate has to be there; it serves it once its site is written.
    { kind: 'package', name: 'nginx-light' },
    { kind: 'directory', path: '/usr/local/lib/hunt' },
    { kind: 'directory', path: '/etc/hunt', mode: 0o700 },
    { kind: 'directory', path: '/var/lib/hunt', mode: 0o711 },
    // No secret, but a megabyte that nobody wants to see compared line by line.
    { kind: 'file', path: program, content: bundle, validate: 'node --check - <"$1"', sensitive: true },
    trusted === undefined
      ? { kind: 'absent', path: trustedPath }
      : { kind: 'file', path: trustedPath, content: trusted },
    { kind: 'file', path: configurationPath, content: text, mode: 0o600, sensitive: true },
    { kind: 'file', path: servicePath, content: service },
    { kind: 'file', path: timerPath, content: timer },
    {
      kind: 'command',
      name: 'units of the renewer read again',
      command: 'systemctl daemon-reload',
      runOn: [`file:${servicePath}`, `file:${timerPath}`],
    },
    {
      kind: 'unit',
      name: renewerUnits.timer,
      isEnabled: true,
      isRunning: true,
      restartOn: [`file:${timerPath}`],
    },
    {
      kind: 'command',
      name: 'first certificate',
      // Under systemd, so that it goes on when the link is lost; what it said is in the last run's record.
      // The operator is there: a pause after failures is over.
      command: `{ ${requestScript('now')}; } || { ${lastWords}; exit 1; }`,
      creates: certificateFiles.chain,
      runOn: [`file:${configurationPath}`],
    },
  ];
}

const service = `[Unit]
Description=Renews the hunt's certificate when its CA says so
Wants=network-online.target
After=network-online.target named.service

[Service]
Type=oneshot
ExecStart=/usr/bin/node ${program} ${configurationPath}
TimeoutStartSec=20min
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=/var/lib/hunt
ProtectHome=yes
PrivateTmp=yes
`;

// Twice a day, as ARI wants it looked at (RFC 9773 section 4.1), and not at the moment when everybody does.
const timer = `[Unit]
Description=Looks twice a day whether the hunt's certificate is due

[Timer]
OnCalendar=*-*-* 03,15:00:00
RandomizedDelaySec=3h
Persistent=yes

[Install]
WantedBy=timers.target
`;
