import { Bind9ZoneError } from '../errors.ts';

/** The zone that a challenge's record belongs to cannot be told, or is not this server's. */
export class ZoneNotFoundError extends Bind9ZoneError {
  readonly code = 'zone-not-found';
  readonly recordName: string;
  readonly server: string;

  constructor(name: string, server: string, reason: string) {
    super(`${server} holds no zone that ${name} could be written to: ${reason}.`);
    this.recordName = name;
    this.server = server;
  }
}

/** Aliases that lead nowhere: in a circle, or on and on. */
export class AliasLoopError extends Bind9ZoneError {
  readonly code = 'alias-loop';
  /** The names in the order met. */
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    super(`The aliases of ${path[0] ?? ''} lead nowhere: ${path.join(' → ')}. Correct the CNAME records.`);
    this.path = path;
  }
}

/** A record of a challenge was accepted and is not there. */
export class ChallengeNotStoredError extends Bind9ZoneError {
  readonly code = 'challenge-not-stored';
  readonly recordName: string;

  constructor(server: string, name: string, missingCount: number) {
    super(
      `${server} accepted the records at ${name}, but ${missingCount} of them are not there. ` +
        'A rule of its update-policy may limit how many a name may have: the surplus is dropped silently.',
    );
    this.recordName = name;
  }
}
