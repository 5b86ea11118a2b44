import { isIP } from 'node:net';
import { z } from 'zod';
import { boardSchema } from './board-schema.ts';

const dnsLabel = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'expects one DNS label: a-z, 0-9 and inner hyphens, at most 63',
  );

const domainName = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    'expects a DNS name in lower case, like hunt.example.com',
  );

const debianPackage = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, 'expects the name of a Debian package');

const secondary = z.strictObject({
  name: domainName.describe('Its name, as the delegation shows it.'),
  address: z
    .string()
    .refine((text) => isIP(text) > 0, 'expects an IPv4 or IPv6 address')
    .describe('Where it is told of changes, and answers.'),
  transferKey: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/, 'expects the name of a TSIG key in lower case')
    .optional()
    .describe('TSIG key with which it copies the zone; without, the key transfer.<domain>.'),
});

const fields = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/,
      'expects at most 32 of a-z, 0-9 and inner hyphens, a letter first',
    )
    .describe('Names and tags everything the hunt creates (tag hunt=<name>).'),
  domain: domainName.describe('The delegated subdomain under which the hunt is reached.'),
  instance: z
    .strictObject({
      type: z
        .string()
        .regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, 'expects a commercial type in capitals, like DEV1-M')
        .describe('Commercial type of the Instance.'),
      image: z
        .string()
        .regex(/^debian_[a-z]+$/, 'expects the label of a Debian image, like debian_bookworm')
        .describe('Marketplace label of the image.'),
      rootVolumeSizeGigabytes: z
        .int()
        .min(10)
        .max(1000)
        .describe('Size of the root volume in GB (10^9 bytes).'),
    })
    .describe('The game master: one Scaleway Instance.'),
  system: z
    .strictObject({
      hostName: dnsLabel.default('game-master').describe('Host name of the game master.'),
      timeZone: z
        .string()
        .refine(isTimeZone, 'expects a time zone of the IANA database, like Europe/Paris')
        .default('UTC')
        .describe('Time zone of the host.'),
      packages: z
        .array(debianPackage)
        .default([])
        .describe('Debian packages wanted beside those the hunt needs.'),
    })
    .prefault({})
    .describe('Set-up of the host.'),
  dns: z
    .strictObject({
      secondaries: z
        .array(secondary)
        .refine(areDistinct('name'), 'expects each secondary to have a name of its own')
        .refine(areDistinct('address'), 'expects each secondary to have an address of its own')
        .default([])
        .describe('Name servers beside the game master, which copy the zone from it and are delegated to.'),
    })
    .prefault({})
    .describe('Who answers for the domain.'),
  certificates: z
    .strictObject({
      contact: z.email('expects a mail address').optional().describe('Where the CA may write to.'),
      directoryUrl: z
        .url('expects the address of an ACME directory')
        .default('https://acme-v02.api.letsencrypt.org/directory')
        .describe('The CA; the stage uses its own.'),
      profile: z.string().min(1).optional().describe("One of the CA's profiles."),
    })
    .prefault({})
    .describe('Certificate for the domain and its wildcard.'),
  k3s: z
    .strictObject({
      version: z
        .string()
        .regex(/^v1\.\d+\.\d+\+k3s\d+$/, 'expects a release of k3s, like v1.36.3+k3s1')
        .default('v1.36.3+k3s1')
        .describe('Release of k3s. It goes up by at most one minor at a time, and never down.'),
    })
    .prefault({})
    .describe('Kubernetes on the game master.'),
  rancher: z
    .strictObject({
      version: z
        .string()
        .regex(/^\d+\.\d+\.\d+$/, 'expects a version of the Rancher chart, like 2.15.0')
        .default('2.15.0')
        .describe('Version of the Rancher chart.'),
      label: dnsLabel.default('rancher').describe('Rancher is reached at https://<label>.<domain>.'),
      eulaAgreed: z
        .boolean()
        .default(false)
        .describe("Whether you agree to Rancher's licence agreement; if not, its first user is asked."),
    })
    .prefault({})
    .describe('Rancher on the game master.'),
  board: boardSchema,
});

/** `hunt.yaml`: what the hunt is, the same in every environment. */
export const huntSchema = fields.superRefine(({ domain, dns }, context) => {
  const own = `ns1.${domain}`;
  if (!dns.secondaries.some(({ name }) => name === own)) return;
  context.addIssue({
    code: 'custom',
    path: ['dns', 'secondaries'],
    message: `expects other names than ${own}, which is the game master`,
  });
});

/** The validated content of `hunt.yaml`, defaults filled in. */
export type Hunt = z.output<typeof huntSchema>;

function areDistinct<Field extends string>(field: Field): (items: Record<Field, string>[]) => boolean {
  return (items) => new Set(items.map((item) => item[field])).size === items.length;
}

function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
}
