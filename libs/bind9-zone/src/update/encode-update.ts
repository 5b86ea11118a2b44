import { classes, opcodes, types } from '../message/codes.ts';
import { encodeMessage } from '../message/encode-message.ts';
import type { WireRecord } from '../message/message.ts';
import { wireData, wireType } from './wire-data.ts';
import type { Prerequisite, UpdateStep, ZoneUpdate } from './update.ts';

const none: Uint8Array = new Uint8Array();

function record(name: string, type: number, recordClass: number, rdata = none, ttlSeconds = 0): WireRecord {
  return { name, type, class: recordClass, ttlSeconds, rdata };
}

/** RFC 2136 section 2.4. */
function encodePrerequisite(prerequisite: Prerequisite): WireRecord[] {
  const { name } = prerequisite;
  switch (prerequisite.kind) {
    case 'set-exists':
      return [record(name, wireType(prerequisite.type), classes.ANY)];
    case 'set-equals':
      return prerequisite.data.map((data) =>
        record(name, wireType(prerequisite.type), classes.IN, wireData({ ...prerequisite, data })),
      );
    case 'set-absent':
      return [record(name, wireType(prerequisite.type), classes.NONE)];
    case 'name-in-use':
      return [record(name, types.ANY, classes.ANY)];
    case 'name-absent':
      return [record(name, types.ANY, classes.NONE)];
  }
}

/** RFC 2136 section 2.5. */
function encodeStep(step: UpdateStep): WireRecord {
  switch (step.kind) {
    case 'add':
      return record(step.name, wireType(step.type), classes.IN, wireData(step), step.ttlSeconds);
    case 'delete-record':
      return record(step.name, wireType(step.type), classes.NONE, wireData(step));
    case 'delete-set':
      return record(step.name, wireType(step.type), classes.ANY);
    case 'delete-name':
      return record(step.name, types.ANY, classes.ANY);
  }
}

/** The unsigned message of an update. @throws {@link MessageTooLongError}, {@link InvalidNameError} */
export function encodeUpdate(update: ZoneUpdate, id: number): Uint8Array<ArrayBuffer> {
  return encodeMessage({
    id,
    isResponse: false,
    opcode: opcodes.update,
    isAuthoritative: false,
    isTruncated: false,
    rcode: 0,
    questions: [{ name: update.zone, type: types.SOA, class: classes.IN }],
    answers: (update.prerequisites ?? []).flatMap(encodePrerequisite),
    authorities: update.steps.map(encodeStep),
    additionals: [],
  });
}
