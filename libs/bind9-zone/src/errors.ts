/** Every error of this library; `code` tells which. */
export abstract class Bind9ZoneError extends Error {
  abstract readonly code: string;
}
