import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { freePort, startNamed, takeLoopbackAddress, type NamedZone } from '@wescale/real-servers';
import { expect, test } from 'vitest';
import {
  checkDelegation,
  createHostResolver,
  WalkFailedError,
  type DelegationOptions,
  type DelegationReport,
  type DnsServer,
} from '@wescale/bind9-zone';

/** A small tree of real servers: the root, two servers of `test`, two of `child.test`, each with its own address. */
interface Tree {
  root: string;
  parents: [string, string];
  children: [string, string];
  /** An address where nothing listens. */
  nobody: string;
}

/** What to make wrong. Lines are added to a zone; a text takes the place of a whole zone, `undefined` of a zone at all. */
interface Faults {
  /** How `test` delegates, at both of its servers or at the second alone. */
  delegation?: (tree: Tree) => string[];
  secondDelegation?: (tree: Tree) => string[];
  child?: (tree: Tree) => string[];
  secondChild?: (tree: Tree) => string[];
  secondChildSerial?: number;
  isSecondChildLame?: boolean;
  /** The second server of the parent has the zone itself, too. */
  doesParentHoldZone?: boolean;
  /** Where `nobody` is: the first child is heard there over UDP, and nobody over TCP. */
  hasUdpOnly?: boolean;
}

const apex = 'child.test';
const start = (apex: string, names: [string, string], serial = 1): string[] => [
  '$TTL 60',
  `@ SOA ${names[0]} hostmaster.${apex || 'root-servers.net'}. ${serial} 3600 600 86400 60`,
  ...names.map((name) => `@ NS ${name}`),
];

const rightDelegation = ({ children }: Tree): string[] => [
  'child NS ns1.child',
  'child NS ns2.child',
  `ns1.child A ${children[0]}`,
  `ns2.child A ${children[1]}`,
];
const rightChild = ({ children }: Tree): string[] => [`ns1 A ${children[0]}`, `ns2 A ${children[1]}`];

/** Passes datagrams on and listens on UDP alone. */
async function startUdpRelay(at: Required<DnsServer>, target: Required<DnsServer>): Promise<AsyncDisposable> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const upstream = createSocket('udp4');
    upstream.on('message', (answer) => {
      socket.send(answer, from.port, from.address);
      upstream.close();
    });
    upstream.send(query, target.port, target.host);
  });
  socket.bind(at.port, at.host);
  await once(socket, 'listening');
  return {
    [Symbol.asyncDispose]: async () => {
      await new Promise<void>((closed) => socket.close(closed));
    },
  };
}

/** Builds the tree with its faults, checks the delegation from its root, and takes it down. */
async function checkTree(
  faults: Faults,
  options: (tree: Tree, port: number) => DelegationOptions = ({ root }, port) => ({
    roots: [{ host: root, port }],
  }),
): Promise<DelegationReport & { tree: Tree }> {
  await using stack = new AsyncDisposableStack();
  const take = async (): Promise<string> => stack.use(await takeLoopbackAddress()).address;
  const tree: Tree = {
    root: await take(),
    parents: [await take(), await take()],
    children: [await take(), await take()],
    nobody: await take(),
  };
  const port = await freePort();
  const run = async (address: string, zones: NamedZone[]): Promise<void> => {
    stack.use(await startNamed({ address, port, zones }));
  };
  const zone = (name: string, lines: string[]): NamedZone => ({ name, text: `${lines.join('\n')}\n` });
  const { delegation = rightDelegation, child = rightChild } = faults;
  const parentLines = (how: (tree: Tree) => string[]): string[] => [
    ...start('test', ['ns1', 'ns2']),
    `ns1 A ${tree.parents[0]}`,
    `ns2 A ${tree.parents[1]}`,
    ...how(tree),
  ];
  const childNames: [string, string] = ['ns1', 'ns2'];
  // The root knows of the first server of `test` only; the second is known from the zone itself.
  await run(tree.root, [
    zone('', [
      '$TTL 60',
      '@ SOA a.root. hostmaster.root. 1 3600 600 86400 60',
      '@ NS a.root.',
      `a.root. A ${tree.root}`,
      'test. NS ns1.test.',
      `ns1.test. A ${tree.parents[0]}`,
    ]),
  ]);
  await run(tree.parents[0], [zone('test', parentLines(delegation))]);
  const childZone = zone(apex, [...start(apex, childNames), ...child(tree)]);
  await run(tree.parents[1], [
    zone('test', parentLines(faults.secondDelegation ?? delegation)),
    ...(faults.doesParentHoldZone === true ? [childZone] : []),
  ]);
  await run(tree.children[0], [childZone]);
  const second = zone(apex, [
    ...start(apex, childNames, faults.secondChildSerial),
    ...(faults.secondChild ?? child)(tree),
  ]);
  await run(tree.children[1], faults.isSecondChildLame === true ? [] : [second]);
  if (faults.hasUdpOnly === true) {
    stack.use(await startUdpRelay({ host: tree.nobody, port }, { host: tree.children[0], port }));
  }
  const report = await checkDelegation(apex, { serverPort: port, timeoutMs: 500, ...options(tree, port) });
  return { ...report, tree };
}

const codes = ({ findings }: DelegationReport): string[] => findings.map(({ code }) => code);

test('a right delegation has no findings, and every server of the parent was asked', async () => {
  const report = await checkTree({});
  expect(report.findings).toEqual([]);
  expect(report.facts.parentZone).toBe('test.');
  expect(report.facts.parents.map(({ state }) => state)).toEqual(['delegates', 'delegates']);
  expect(report.facts.nameServers).toMatchObject([
    { name: 'ns1.child.test.', isInParent: true, isInChild: true, views: [{ udp: { serial: 1 } }] },
    { name: 'ns2.child.test.', isInParent: true, isInChild: true, views: [{ udp: { serial: 1 } }] },
  ]);
});

test('the check may begin at given servers of the parent', async () => {
  const report = await checkTree({}, ({ parents, root }, port) => ({
    parentServers: parents.map((host) => ({ host, port })),
    resolver: createHostResolver({ servers: [{ host: root, port }] }),
  }));
  expect(report.findings).toEqual([]);
  expect(report.facts.parentZone).toBeUndefined();
});

test('a server that does not have the zone is lame', async () => {
  const report = await checkTree({ isSecondChildLame: true });
  expect(codes(report)).toEqual(['lame']);
  expect(report.findings[0]).toMatchObject({
    severity: 'error',
    subject: `ns2.child.test. (${report.tree.children[1]})`,
    message: expect.stringContaining('it answers REFUSED') as string,
    remedy: expect.stringContaining('Configure child.test. there') as string,
  });
});

test('glue that is not the address the zone has is told, with both', async () => {
  const report = await checkTree({
    delegation: (tree) => [...rightDelegation(tree).slice(0, 3), `ns2.child A ${tree.nobody}`],
  });
  expect(codes(report).sort()).toEqual(['glue-wrong', 'unreachable']);
  const { nobody, children } = report.tree;
  expect(report.findings.find(({ code }) => code === 'glue-wrong')?.message).toBe(
    `The parent gives ${nobody} for ns2.child.test.; the zone itself has ${children[1]}.`,
  );
  // The right address was asked as well, and is well.
  expect(report.facts.nameServers[1]?.views.map(({ udp }) => udp.state)).toEqual(['failed', 'authoritative']);
});

test('glue that the parent does not give is missing', async () => {
  const report = await checkTree({ delegation: (tree) => rightDelegation(tree).slice(0, 3) });
  expect(codes(report)).toContain('glue-missing');
});

test('servers with different serials are told apart', async () => {
  const report = await checkTree({ secondChildSerial: 7 });
  expect(codes(report)).toEqual(['serial-differs']);
  const [one, two] = report.tree.children;
  expect(report.findings[0]?.message).toContain(
    `serial 1 at ns1.child.test. (${one}); 7 at ns2.child.test. (${two})`,
  );
});

test('a name server that only one side names is a mismatch, whichever side it is', async () => {
  const onlyParent = await checkTree({
    delegation: (tree) => [...rightDelegation(tree), 'child NS ns3.child', `ns3.child A ${tree.children[0]}`],
    child: (tree) => [...rightChild(tree), `ns3 A ${tree.children[0]}`],
  });
  expect(codes(onlyParent)).toEqual(['ns-mismatch']);
  expect(onlyParent.findings[0]?.message).toMatch(/^The parent names ns3.child.test. .* the zone does not/);

  const onlyZone = await checkTree({
    child: (tree) => [...rightChild(tree), '@ NS ns3', `ns3 A ${tree.children[0]}`],
  });
  expect(codes(onlyZone)).toEqual(['ns-mismatch']);
  expect(onlyZone.findings[0]?.message).toMatch(/^The zone names ns3.child.test. .* the parent does not/);
});

test('a zone the parent does not delegate is told once', async () => {
  const report = await checkTree({ delegation: () => [] });
  expect(codes(report)).toEqual(['not-delegated']);
});

test('servers of the parent that do not agree are told, each with what it says', async () => {
  const report = await checkTree({ secondDelegation: () => [] });
  expect(codes(report)).toEqual(['parents-differ']);
  expect(report.findings[0]?.message).toContain('has no NS records for child.test.');
});

test('a server where nothing listens is unreachable', async () => {
  const report = await checkTree({
    delegation: (tree) => [...rightDelegation(tree).slice(0, 3), `ns2.child A ${tree.nobody}`],
    child: (tree) => [`ns1 A ${tree.children[0]}`, `ns2 A ${tree.nobody}`],
  });
  expect(codes(report)).toEqual(['unreachable']);
});

test('a server that is heard over UDP alone is told', async () => {
  const report = await checkTree({
    hasUdpOnly: true,
    delegation: (tree) => [...rightDelegation(tree).slice(0, 3), `ns2.child A ${tree.nobody}`],
    child: (tree) => [`ns1 A ${tree.children[0]}`, `ns2 A ${tree.nobody}`],
  });
  expect(codes(report)).toEqual(['no-tcp']);
});

test('a server of the parent that holds the zone itself is no fault', async () => {
  const report = await checkTree({ doesParentHoldZone: true });
  expect(report.findings).toEqual([]);
  const holders = report.facts.parents.filter((parent) => parent.state === 'delegates' && parent.holdsZone);
  expect(holders.map(({ server }) => server)).toEqual([expect.stringContaining(report.tree.parents[1])]);
});

test('a name server outside the zone is found by a walk of its own', async () => {
  const report = await checkTree({
    delegation: (tree) => [...rightDelegation(tree), 'child NS helper', `helper A ${tree.children[0]}`],
    child: (tree) => [...rightChild(tree), '@ NS helper.test.'],
  });
  expect(report.findings).toEqual([]);
});

test('a name server that is an alias, or has no address, is told', async () => {
  const report = await checkTree({
    delegation: (tree) => [
      ...rightDelegation(tree),
      'child NS helper',
      'helper CNAME ns1',
      'child NS missing',
    ],
    child: (tree) => [...rightChild(tree), '@ NS helper.test.', '@ NS missing.test.'],
  });
  expect(codes(report).sort()).toEqual(['lame', 'server-is-alias', 'server-without-address']);
});

test('a DS record without its key is told', async () => {
  const report = await checkTree({
    delegation: (tree) => [...rightDelegation(tree), `child DS 4711 13 2 ${'00'.repeat(32)}`],
  });
  expect(codes(report)).toEqual(['ds-without-key']);
  expect(report.findings[0]).toMatchObject({
    severity: 'error',
    message: expect.stringContaining('key tag 4711') as string,
  });
});

test('a walk that no server of the root helps says so', async () => {
  const failure = checkTree({}, ({ nobody }, port) => ({ roots: [{ host: nobody, port }] }));
  await expect(failure).rejects.toThrow(WalkFailedError);
});

test('a check that is given up throws the reason', async () => {
  const reason = new Error('enough');
  const failure = checkTree({}, ({ root }, port) => ({
    roots: [{ host: root, port }],
    signal: AbortSignal.abort(reason),
  }));
  await expect(failure).rejects.toBe(reason);
});
