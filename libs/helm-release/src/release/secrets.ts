import type { DesiredRelease } from './desired-release.ts';
import { leaves, type JsonObject } from './json.ts';

/** Texts that must not be shown. */
export type SecretTexts = readonly string[];

/** Shorter ones are hidden where they stand alone; inside of a text they would make nonsense of it. */
const shortestInside = 4;

export const secretTexts = (values: JsonObject | undefined): SecretTexts =>
  leaves(values ?? {}).flatMap(([, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [String(value)] : [],
  );

export const releaseSecrets = (release: DesiredRelease): SecretTexts => secretTexts(release.secretValues);

/** The text with secrets replaced, plain, in base64 and as JSON writes them. */
export function hideSecrets(text: string, secrets: SecretTexts): string {
  const all = forms(secrets);
  if (all.length === 0) return text;
  // In one pass, so that what takes a secret's place is not looked at again.
  const pattern = all.map((form) => form.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)).join('|');
  return text.replaceAll(new RegExp(pattern, 'g'), '(secret)');
}

/** For one value that stands alone: also hides what is too short to be looked for inside of texts. */
export const hideSecretValue = (text: string, secrets: SecretTexts): string =>
  secrets.includes(text) ? '(secret)' : hideSecrets(text, secrets);

function forms(secrets: SecretTexts): string[] {
  const all = secrets
    .filter((secret) => secret.length >= shortestInside)
    .flatMap((secret) => [
      secret,
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      JSON.stringify(secret).slice(1, -1),
      // Lines of a key or certificate are found also where a text was indented.
      ...secret.split('\n').filter((line) => line.length >= 16),
    ]);
  // The longest first, so that none leaves a part of another.
  return [...new Set(all)].toSorted((a, b) => b.length - a.length);
}
