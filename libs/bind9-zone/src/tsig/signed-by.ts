/** How a request was signed, in the words of an error. */
export function signedBy(keyName: string | undefined): string {
  return keyName === undefined ? 'unsigned' : `signed by key "${keyName}"`;
}
