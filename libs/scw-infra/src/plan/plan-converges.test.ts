import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DesiredInfra } from '../desired.ts';
import type { ActualInfra, ActualServer } from '../read/actual.ts';
import { condemnedTag, userDataRemovedTag } from '../resource.ts';
import type { InfraChange } from './change.ts';
import { planInfra } from './plan-infra.ts';

const desired: DesiredInfra = {
  name: 'demo',
  tag: 'app=demo',
  sshKey: { name: 'demo-key', publicKey: 'ssh-ed25519 AAAAC3Nza me' },
  securityGroup: { inboundDefaultPolicy: 'drop', rules: [{ protocol: 'TCP', portFrom: 22 }] },
  instance: {
    commercialType: 'DEV1-S',
    imageLabel: 'debian_bookworm',
    rootVolumeSizeBytes: 20e9,
    cloudInit: '#cloud-config\n',
  },
};
const rule = {
  direction: 'inbound',
  action: 'accept',
  protocol: 'TCP',
  portTo: 0,
  ipRange: '0.0.0.0/0',
} as const;
const newServer: ActualServer = {
  id: 'server',
  name: 'demo',
  state: 'running',
  stateDetail: '',
  commercialType: 'DEV1-S',
  tags: ['app=demo', 'image=debian_bookworm'],
  createdAt: '',
  securityGroupId: 'group',
  rootVolumeId: 'volume',
  allowedActions: [],
};

/** Any state that a killed run, an operator or an earlier desired state may leave. */
const anyActual: fc.Arbitrary<ActualInfra> = fc
  .record({
    sshKey: fc.option(
      fc.record({
        publicKey: fc.constantFrom('ssh-ed25519 AAAAC3Nza', 'ssh-rsa AAAA'),
        disabled: fc.boolean(),
      }),
    ),
    ip: fc.option(fc.constantFrom('server', 'leaving', undefined)),
    group: fc.option(fc.record({ policy: fc.constantFrom('accept', 'drop'), port: fc.constantFrom(22, 23) })),
    server: fc.option(
      fc.record({
        state: fc.constantFrom('running', 'stopped', 'starting', 'stopping', 'stopped in place', 'locked'),
        type: fc.constantFrom('DEV1-S', 'DEV1-M'),
        image: fc.constantFrom('image=debian_bookworm', 'image=debian_trixie', 'none'),
        group: fc.constantFrom('group', 'other'),
        removed: fc.boolean(),
        cloudInit: fc.constantFrom(null, desired.instance.cloudInit, 'other'),
        size: fc.constantFrom(10e9, 20e9, 40e9),
        volumeTags: fc.subarray(['app=demo', condemnedTag]),
      }),
    ),
    condemned: fc.boolean(),
    orphan: fc.boolean(),
    availability: fc.constantFrom('available', 'scarce', 'shortage'),
  })
  .map(({ sshKey, ip, group, server, condemned, orphan, availability }) => ({
    zone: 'fr-par-1',
    offer: { imageId: 'image', availability, compatibleTypes: ['DEV1-S'] },
    leavingServers: [],
    condemnedVolumes: condemned
      ? [{ id: 'left', name: 'demo-root', sizeBytes: 1, status: 'available', tags: [], serverIds: [] }]
      : [],
    orphans: orphan ? [{ resource: 'ip', id: 'spare', name: '192.0.2.8' }] : [],
    ...(sshKey && { sshKey: { id: 'key', name: 'demo-key', ...sshKey } }),
    ...(ip !== null && {
      ip: {
        id: 'ip',
        address: '192.0.2.7',
        type: 'routed_ipv4',
        tags: [],
        ...(ip !== undefined && { serverId: ip }),
      },
    }),
    ...(group && {
      securityGroup: {
        id: 'group',
        name: 'demo',
        inboundDefaultPolicy: group.policy,
        outboundDefaultPolicy: 'accept',
        stateful: true,
        tags: [],
        rules: [{ ...rule, portFrom: group.port }],
      },
    }),
    ...(server && {
      server: {
        ...newServer,
        state: server.state,
        commercialType: server.type,
        securityGroupId: server.group,
        tags: ['app=demo', server.image, ...(server.removed ? [userDataRemovedTag] : [])],
      },
      volume: {
        id: 'volume',
        name: 'demo-root',
        sizeBytes: server.size,
        status: 'in_use',
        tags: server.volumeTags,
        serverIds: ['server'],
      },
      cloudInit: server.cloudInit,
    }),
  }));

/** What apply makes of the world, step by step. */
function simulate(actual: ActualInfra, { step }: InfraChange): ActualInfra {
  const { server, securityGroup, volume, sshKey, ip } = actual;
  switch (step.kind) {
    case 'create-ssh-key':
    case 'replace-ssh-key':
      return {
        ...actual,
        sshKey: { id: 'key', name: 'demo-key', publicKey: 'ssh-ed25519 AAAAC3Nza', disabled: false },
      };
    case 'enable-ssh-key':
      return { ...actual, sshKey: { ...sshKey!, disabled: false } };
    case 'create-ip':
      return { ...actual, ip: { id: 'ip', address: '192.0.2.7', type: 'routed_ipv4', tags: [] } };
    case 'create-security-group':
    case 'update-security-group':
    case 'set-security-rules':
      return {
        ...actual,
        securityGroup: {
          id: 'group',
          name: 'demo',
          outboundDefaultPolicy: 'accept',
          stateful: true,
          tags: [],
          inboundDefaultPolicy:
            step.kind === 'set-security-rules' ? securityGroup!.inboundDefaultPolicy : 'drop',
          rules: step.kind === 'update-security-group' ? securityGroup!.rules : [{ ...rule, portFrom: 22 }],
        },
      };
    case 'create-instance':
    case 'replace-instance':
      return {
        ...actual,
        server: newServer,
        ip: { ...ip!, serverId: 'server' },
        volume: {
          id: 'volume',
          name: 'demo-root',
          sizeBytes: 20e9,
          status: 'in_use',
          tags: ['app=demo'],
          serverIds: ['server'],
        },
      };
    case 'assign-security-group':
      return { ...actual, server: { ...server!, securityGroupId: 'group' } };
    case 'attach-ip':
      return { ...actual, ip: { ...ip!, serverId: 'server' } };
    case 'set-user-data':
      return { ...actual, cloudInit: desired.instance.cloudInit };
    case 'power-on-instance':
    case 'await-instance':
      return { ...actual, server: { ...server!, state: 'running' } };
    case 'tag-volume':
      return { ...actual, volume: { ...volume!, tags: ['app=demo'] } };
    case 'grow-volume':
      return { ...actual, volume: { ...volume!, sizeBytes: 20e9 } };
    case 'delete-volume':
      return { ...actual, condemnedVolumes: [] };
    case 'delete-orphan':
      return { ...actual, orphans: [] };
  }
}

test('one plan is enough: after it the next one is empty', () => {
  fc.assert(
    fc.property(anyActual, fc.subarray(['replace-instance', 'delete-orphans'] as const), (actual, allow) => {
      const plan = planInfra(actual, desired, { allow });
      fc.pre(plan.blockers.length === 0);
      const after = plan.changes.reduce(simulate, actual);
      expect(planInfra(after, desired, { allow })).toMatchObject({ changes: [], blockers: [] });
    }),
    { numRuns: 1_000 },
  );
});

test('nothing that loses data is planned unless it is allowed', () => {
  fc.assert(
    fc.property(anyActual, (actual) => {
      const kinds = planInfra(actual, desired).changes.map(({ step }) => step.kind);
      expect(kinds).not.toContain('replace-instance');
      expect(kinds).not.toContain('delete-orphan');
    }),
  );
});

test('every change and every blocker has a sentence that names its resource and a reason', () => {
  fc.assert(
    fc.property(anyActual, (actual) => {
      const { changes, blockers } = planInfra(actual, desired, { allow: ['delete-orphans'] });
      for (const { sentence } of changes)
        expect(sentence).toMatch(
          /^[a-z ]+ (SSH key|IP|security group|instance|volume) .+: .+|^(attach|create|put|set) .+: .+/,
        );
      for (const { sentence, remedy } of blockers) {
        expect(sentence).not.toBe('');
        expect(remedy).toMatch(/\.$/);
      }
    }),
  );
});
