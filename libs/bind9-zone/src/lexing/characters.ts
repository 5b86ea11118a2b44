/** Bytes that mean something in zone text (RFC 1035 section 5.1). */
export const newline = 0x0a;
export const carriageReturn = 0x0d;
export const tab = 0x09;
export const space = 0x20;
export const doubleQuote = 0x22;
export const openParenthesis = 0x28;
export const closeParenthesis = 0x29;
export const comma = 0x2c;
export const colon = 0x3a;
export const semicolon = 0x3b;
export const equalsSign = 0x3d;
export const backslash = 0x5c;
export const dot = 0x2e;
export const atSign = 0x40;
export const digitZero = 0x30;
export const digitNine = 0x39;

/** Lower case of every byte: only ASCII letters have one. */
export const lowerCase: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

export function isDigit(byte: number): boolean {
  return byte >= digitZero && byte <= digitNine;
}
