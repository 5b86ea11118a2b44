import { ExtensionCodec } from '@msgpack/msgpack';

/** A moment to the nanosecond. */
export class EventTime {
  readonly timestampNs: bigint;

  constructor(timestampNs: bigint) {
    this.timestampNs = timestampNs;
  }
}

const nanosecondsPerSecond = 1_000_000_000n;

/** EventTime as an extension of type 0: seconds and nanoseconds, four bytes each (Fluent Forward Protocol v1, "EventTime Ext Format"). */
export const eventTimeCodec: ExtensionCodec = new ExtensionCodec();
eventTimeCodec.register({
  type: 0,
  encode: (value) => {
    if (!(value instanceof EventTime)) return null;
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setUint32(0, Number(value.timestampNs / nanosecondsPerSecond));
    bytes.setUint32(4, Number(value.timestampNs % nanosecondsPerSecond));
    return new Uint8Array(bytes.buffer);
  },
  decode: (data) => {
    const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
    return new EventTime(BigInt(bytes.getUint32(0)) * nanosecondsPerSecond + BigInt(bytes.getUint32(4)));
  },
});
