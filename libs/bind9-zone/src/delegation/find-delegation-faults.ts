import type { DelegationFacts, NameServerFacts, ParentView } from './delegation-facts.ts';
import type { DelegationFinding } from './delegation-finding.ts';

type Delegating = Extract<ParentView, { state: 'delegates' }>;

const list = (items: readonly string[]): string => (items.length === 0 ? 'nothing' : items.join(', '));

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item) => other.includes(item));

const delegating = (facts: DelegationFacts): Delegating[] =>
  facts.parents.filter((parent): parent is Delegating => parent.state === 'delegates');

function findParentFaults(facts: DelegationFacts): DelegationFinding[] {
  const { zone, parents, nameServers } = facts;
  const findings: DelegationFinding[] = [];
  for (const parent of parents) {
    if (parent.state !== 'failed') continue;
    findings.push({
      code: 'parent-unreachable',
      severity: 'warning',
      subject: parent.server,
      message: `The server ${parent.server} of the parent could not be asked: ${parent.reason}`,
      remedy: 'Ask whoever runs the parent zone; the delegation may look different there.',
    });
  }
  const refusing = parents.filter((parent) => parent.state === 'not-delegated');
  const views = delegating(facts);
  const [first] = views;
  if (first === undefined) {
    if (refusing.length === 0) return findings;
    const wanted = nameServers.filter(({ isInChild }) => isInChild).map(({ name }) => name);
    findings.push({
      code: 'not-delegated',
      severity: 'error',
      subject: zone,
      message: `No server of the parent delegates ${zone}: ${refusing.map(({ server, reason }) => `${server} ${reason}`).join('; ')}.`,
      remedy: `Create NS records for ${zone} in the parent zone${wanted.length > 0 ? `: ${list(wanted)}` : ''}, with the addresses of those that lie in the zone.`,
    });
    return findings;
  }
  const differing = views.filter(({ nameServers: names }) => !isSameList(names, first.nameServers));
  if (refusing.length + differing.length > 0) {
    const said = [
      ...views.map(({ server, nameServers: names }) => `${server}: ${list(names)}`),
      ...refusing.map(({ server, reason }) => `${server}: ${reason}`),
    ];
    findings.push({
      code: 'parents-differ',
      severity: 'error',
      subject: zone,
      message: `The servers of the parent do not agree about ${zone}. ${said.join('; ')}.`,
      remedy:
        'Wait until the change has reached every server of the parent; if it stays so, tell who runs it.',
    });
  }
  return findings;
}

function findGlueFaults(facts: DelegationFacts, server: NameServerFacts): DelegationFinding[] {
  if (!server.isInZone || !server.isInParent) return [];
  const lacking = delegating(facts).filter(
    ({ holdsZone, nameServers, glue }) =>
      !holdsZone && nameServers.includes(server.name) && (glue.get(server.name) ?? []).length === 0,
  );
  const right = server.addresses ?? [];
  if (lacking.length > 0) {
    return [
      {
        code: 'glue-missing',
        severity: 'error',
        subject: server.name,
        message: `${list(lacking.map((parent) => parent.server))} names ${server.name} without its address, so nobody can find it.`,
        remedy: `Give the parent the address of ${server.name}${right.length > 0 ? `: ${list(right)}` : ''}.`,
      },
    ];
  }
  if (right.length === 0 || server.glue.length === 0 || isSameList(server.glue, right)) return [];
  const surplus = server.glue.filter((address) => !right.includes(address));
  return [
    {
      code: 'glue-wrong',
      severity: surplus.length > 0 ? 'error' : 'warning',
      subject: server.name,
      message: `The parent gives ${list(server.glue)} for ${server.name}; the zone itself has ${list(right)}.`,
      remedy: `Correct whichever is wrong: the parent's address records of ${server.name}, or those in ${facts.zone}.`,
    },
  ];
}

function findServerFaults(facts: DelegationFacts, server: NameServerFacts): DelegationFinding[] {
  const { zone } = facts;
  const { name, views } = server;
  const findings: DelegationFinding[] = [];
  const add = (
    code: DelegationFinding['code'],
    subject: string,
    message: string,
    remedy: string,
    severity: DelegationFinding['severity'] = 'error',
  ): void => {
    findings.push({ code, severity, subject, message, remedy });
  };
  if (server.isAlias) {
    add(
      'server-is-alias',
      name,
      `${name} is an alias (CNAME), which a name server must not be (RFC 2181 section 10.3).`,
      `Give ${name} address records, or name the target itself in the NS records.`,
    );
  }
  if (views.length === 0) {
    const reason = server.addressProblem === undefined ? '' : ` (${server.addressProblem})`;
    const remedy = `Give ${name} A or AAAA records, or take it out of the NS records.`;
    add('server-without-address', name, `The name server ${name} has no address${reason}.`, remedy);
  }
  for (const { address, udp, tcpProblem, hasNoRoute } of views) {
    const subject = `${name} (${address})`;
    if (hasNoRoute) {
      const remedy = 'Check it from a host that reaches such addresses.';
      add(
        'not-checked',
        subject,
        `${subject} was not asked: this host has no route to it.`,
        remedy,
        'warning',
      );
    } else if (udp.state === 'failed') {
      const remedy = `Start the server, open port 53 (UDP and TCP) to it, or correct the address.`;
      add('unreachable', subject, `${subject} does not answer: ${udp.reason}`, remedy);
    } else if (udp.state === 'lame') {
      add(
        'lame',
        subject,
        `${subject} is named for ${zone} and is no server of it (lame): it ${udp.reason}.`,
        `Configure ${zone} there and see in its log that it loads, or take ${name} out of the NS records.`,
      );
    } else if (tcpProblem !== undefined) {
      const remedy = 'Open TCP port 53; large and signed answers need it.';
      add('no-tcp', subject, `${subject} answers over UDP but not over TCP: ${tcpProblem}`, remedy);
    }
  }
  const isZoneHeard = facts.nameServers.some(({ isInChild }) => isInChild);
  const isParentHeard = facts.nameServers.some(({ isInParent }) => isInParent);
  if (isZoneHeard && isParentHeard && server.isInParent !== server.isInChild) {
    const [has, lacks] = server.isInParent ? ['the parent', 'the zone'] : ['the zone', 'the parent'];
    add(
      'ns-mismatch',
      name,
      `${has.replace('t', 'T')} names ${name} as a name server of ${zone}, ${lacks} does not.`,
      `Add ${name} to ${lacks}'s NS records or take it out of ${has}'s.`,
    );
  }
  return findings;
}

function findSerialFaults(facts: DelegationFacts): DelegationFinding[] {
  const serials = new Map<number, string[]>();
  for (const { name, views } of facts.nameServers) {
    for (const { address, udp } of views) {
      if (udp.state !== 'authoritative') continue;
      serials.set(udp.serial, [...(serials.get(udp.serial) ?? []), `${name} (${address})`]);
    }
  }
  if (serials.size < 2) return [];
  const said = [...serials].map(([serial, servers]) => `${serial} at ${list(servers)}`).join('; ');
  return [
    {
      code: 'serial-differs',
      severity: 'error',
      subject: facts.zone,
      message: `The name servers of ${facts.zone} have different versions of it: serial ${said}.`,
      remedy:
        'If it lasts, see that the primary tells the secondaries of changes (also-notify) and lets them transfer ' +
        '(allow-transfer), then force it there: rndc retransfer.',
    },
  ];
}

function findDsFaults({ zone, ds }: DelegationFacts): DelegationFinding[] {
  const dangling = ds.filter(({ matchesKey }) => !matchesKey).map(({ record }) => String(record.keyTag));
  if (dangling.length === 0) return [];
  const isBroken = dangling.length === ds.length;
  return [
    {
      code: 'ds-without-key',
      severity: isBroken ? 'error' : 'warning',
      subject: zone,
      message:
        `The parent has DS records that match no key of ${zone} (key tag ${list(dangling)})` +
        `${isBroken ? ': resolvers that check signatures refuse the whole zone' : ''}.`,
      remedy: 'Take these DS records out of the parent, or put back the keys they are for.',
    },
  ];
}

/** Everything wrong that the facts show, from the parent downward. */
export function findDelegationFaults(facts: DelegationFacts): DelegationFinding[] {
  return [
    ...findParentFaults(facts),
    ...facts.nameServers.flatMap((server) => [
      ...findGlueFaults(facts, server),
      ...findServerFaults(facts, server),
    ]),
    ...findSerialFaults(facts),
    ...findDsFaults(facts),
  ];
}
