import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { PreflightError } from '../errors.ts';
import { planAddresses } from '../network/address-plan.ts';
import { listClaims } from '../ownership/claim.ts';
import { tryCommand } from '../run-command.ts';
import type { HostAddress, HostFacts, HostRoute } from './preflight.ts';
import { checkHost } from './preflight.ts';

/** What keeps a stage from standing on this host: one sentence each, with its remedy. Touches nothing. */
export async function findObstacles(needs: { go: boolean }): Promise<string[]> {
  return checkHost(await readHost(), needs);
}

/** What keeps a stage from standing on this host, one plain sentence each; none when it can. Touches nothing. */
export async function findStageObstacles(needs: { go: boolean } = { go: true }): Promise<string[]> {
  return checkHost(await readHost(), needs);
}

/** @throws PreflightError when a stage cannot stand on this host. Touches nothing. */
export async function requireSuitableHost(needs: { go: boolean }): Promise<void> {
  const findings = await findObstacles(needs);
  if (findings.length > 0) throw new PreflightError(findings);
}

async function readHost(): Promise<HostFacts> {
  const [routes, addresses] = await Promise.all([readRoutes(), readAddresses()]);
  return {
    userId: process.getuid?.() ?? -1,
    osRelease: readText('/etc/os-release'),
    hasGo: isInPath('go'),
    routes,
    addresses,
    stageLinks: listClaims().map((claim) => planAddresses(claim.number).hostLink),
  };
}

interface IpRoute {
  dst: string;
  dev?: string;
  type?: string;
  metric?: number;
}

async function readRoutes(): Promise<HostRoute[]> {
  const routes = (await readIp(['-4', 'route', 'show', 'table', 'all'])) as IpRoute[];
  return routes.map(({ dst, dev, type, metric }) => ({
    destination: dst,
    ...(dev === undefined ? {} : { device: dev }),
    ...(type === undefined ? {} : { type }),
    ...(metric === undefined ? {} : { metric }),
  }));
}

interface IpAddress {
  ifname: string;
  addr_info: { local: string; prefixlen: number }[];
}

async function readAddresses(): Promise<HostAddress[]> {
  const links = (await readIp(['-4', 'address', 'show'])) as IpAddress[];
  return links.flatMap((link) =>
    link.addr_info.map(({ local, prefixlen }) => ({
      address: local,
      prefixLength: prefixlen,
      device: link.ifname,
    })),
  );
}

/** A host without iproute2 gets it installed later; until then there is nothing to read. */
async function readIp(args: readonly string[]): Promise<unknown[]> {
  const result = await tryCommand('ip', ['-json', ...args]).catch(() => undefined);
  return result?.exitCode === 0 ? (JSON.parse(result.stdout || '[]') as unknown[]) : [];
}

function isInPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
