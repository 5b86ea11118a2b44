/** A sentence of a library as a line of a plan, which begins with a mark and goes on in lower case. */
export function beginLowerCase(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
