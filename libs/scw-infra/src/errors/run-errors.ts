import type { Blocker } from '../plan/change.ts';
import type { ResourceRef } from '../resource.ts';
import { ScwInfraError } from './scw-infra-error.ts';

/** An option or a part of the desired state cannot be right. The value is not repeated: it may be a secret. */
export class InvalidOption extends ScwInfraError {
  readonly code = 'invalid-option';
  readonly option: string;

  constructor(option: string, expected: string) {
    super({ failed: `${option} is not valid`, on: option, remedy: `Give ${expected}.` });
    this.option = option;
  }
}

/** The caller's signal was aborted; what was under way is left as it is, and running again takes it up. */
export class OperationAborted extends ScwInfraError {
  readonly code = 'aborted';

  constructor(on: string, cause: unknown) {
    super({ failed: 'Stopped on request', on, remedy: 'Run again to go on from what exists.', cause });
  }
}

/** Something did not come to pass in time. */
export class WaitTimeout extends ScwInfraError {
  readonly code = 'wait-timeout';
  /** What was awaited. */
  readonly awaiting: string;
  /** What was seen last. */
  readonly lastSeen: string;
  readonly timeoutMs: number;

  constructor(awaiting: string, lastSeen: string, timeoutMs: number) {
    super({
      failed: `Waited ${Math.round(timeoutMs / 1000)} s in vain for ${awaiting}`,
      on: `last seen: ${lastSeen}`,
      remedy: 'Run again to wait on; if it stays so, look at the resource in the Scaleway console.',
    });
    this.awaiting = awaiting;
    this.lastSeen = lastSeen;
    this.timeoutMs = timeoutMs;
  }
}

/** The Instance accepted its power-on and stopped again before it ran. */
export class StartFailed extends ScwInfraError {
  readonly code = 'start-failed';
  readonly serverId: string;

  constructor(serverId: string, name: string, stateDetail: string) {
    super({
      failed: `Instance ${name} stopped again while it was starting`,
      on: `${serverId}${stateDetail === '' ? '' : `: ${stateDetail}`}`,
      remedy:
        'Most often the zone has no room for this type: run again later, or choose another type or zone.',
    });
    this.serverId = serverId;
  }
}

/** Kapsule has given up on making a node. */
export class NodeFailed extends ScwInfraError {
  readonly code = 'node-failed';
  readonly node: string;
  readonly pool: string;

  constructor(node: string, pool: string, reason: string) {
    super({
      failed: `Node ${node} could not be made${reason === '' ? '' : `: ${reason}`}`,
      on: `pool ${pool}`,
      remedy:
        'Delete the node in the Scaleway console, or ask for another node type or zone, then run again.',
    });
    this.node = node;
    this.pool = pool;
  }
}

/** The plan holds changes that are not allowed or not possible. Nothing was written. */
export class PlanBlocked extends ScwInfraError {
  readonly code = 'plan-blocked';
  readonly blockers: readonly Blocker[];

  constructor(blockers: readonly Blocker[]) {
    super({
      failed: `Nothing was changed: ${blockers.map((blocker) => blocker.sentence).join('; ')}`,
      on: blockers.map((blocker) => blocker.code).join(', '),
      remedy: blockers.map((blocker) => blocker.remedy).join(' '),
    });
    this.blockers = blockers;
  }
}

/** After a destroy something that carries the tag still exists. */
export class InventoryNotEmpty extends ScwInfraError {
  readonly code = 'inventory-not-empty';
  readonly remaining: readonly ResourceRef[];

  constructor(remaining: readonly ResourceRef[]) {
    super({
      failed: `${remaining.length} resource(s) remain after destroy`,
      on: remaining.map((item) => `${item.resource} ${item.name} ${item.id}`).join(', '),
      remedy: 'Run destroy again; something may have been created meanwhile.',
    });
    this.remaining = remaining;
  }
}

/** No zone above the subdomain is hosted in this project. */
export class ParentZoneNotFound extends ScwInfraError {
  readonly code = 'parent-zone-not-found';
  readonly domain: string;

  constructor(domain: string, candidates: readonly string[]) {
    super({
      failed: `There is no DNS zone above ${domain} in this project`,
      on: `looked for ${candidates.join(', ')}`,
      remedy: 'Host the parent domain at Scaleway (Domains and DNS) in this project, or correct the domain.',
    });
    this.domain = domain;
  }
}
