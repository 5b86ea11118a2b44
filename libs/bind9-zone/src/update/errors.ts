import { Bind9ZoneError } from '../errors.ts';
import { describeSignature, type RequestSignature } from '../tsig/request-signature.ts';
import type { UpdateStep } from './update.ts';

/** A server's answer to a rightly signed request that is not NOERROR. */
interface RefusalFacts {
  readonly server: string;
  readonly zone: string;
  readonly rcode: string;
  readonly signature: RequestSignature | undefined;
}

/** A prerequisite did not hold, so nothing was changed: somebody else changed the zone in the meantime. */
export class PrerequisiteFailedError extends Bind9ZoneError {
  readonly code = 'prerequisite-failed';
  readonly zone: string;
  readonly rcode: string;

  constructor(facts: RefusalFacts) {
    super(
      `${facts.server} changed nothing in ${facts.zone}: a prerequisite does not hold (${facts.rcode}). ` +
        'Read the zone again and plan anew.',
    );
    this.zone = facts.zone;
    this.rcode = facts.rcode;
  }
}

const advice: Readonly<Partial<Record<string, string>>> = {
  REFUSED:
    'Either its update-policy does not let this key change these names and types, or the zone is frozen ' +
    '(rndc thaw): the answer is the same for both.',
  NOTZONE: 'A name of the update does not lie in the zone.',
  FORMERR: 'It does not understand the message; a cut MAC may be too short for it.',
  SERVFAIL: 'Its log says why: often a journal or a folder it may not write.',
  NOTIMP: 'It does not do dynamic updates at all.',
};

/** The server refused an update; nothing was changed. */
export class UpdateRefusedError extends Bind9ZoneError {
  readonly code = 'update-refused';
  readonly zone: string;
  readonly rcode: string;

  constructor(facts: RefusalFacts) {
    super(
      `${facts.server} refused the update of ${facts.zone} with ${facts.rcode} (${describeSignature(facts.signature)}). ` +
        (advice[facts.rcode] ?? 'Nothing was changed.'),
    );
    this.zone = facts.zone;
    this.rcode = facts.rcode;
  }
}

/** The server took an update, and the zone read back does not show all of it. */
export class UpdateNotSeenError extends Bind9ZoneError {
  readonly code = 'update-not-seen';
  readonly zone: string;
  /** The steps without effect. */
  readonly steps: readonly UpdateStep[];

  constructor(server: string, zone: string, steps: readonly UpdateStep[]) {
    const names = [...new Set(steps.map(({ name }) => name))];
    super(
      `${server} accepted the update of ${zone}, but ${steps.length} of its steps left no trace ` +
        `(${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}). Either somebody changed the zone ` +
        'since, or a rule of its update-policy limits how many records a name may have: the surplus is dropped silently.',
    );
    this.zone = zone;
    this.steps = steps;
  }
}

/** An update that cannot be written: a record type or its data is not understood. */
export class InvalidUpdateError extends Bind9ZoneError {
  readonly code = 'invalid-update';
}
