import { isObject } from '../release/json.ts';
import { escapePointer } from '../release/json.ts';
import { hideSecretValue, type SecretTexts } from '../release/secrets.ts';

export interface MaskRules {
  /** Texts that must not be seen wherever they are. */
  secrets: SecretTexts;
  /** JSON Pointers under which nothing must be seen. */
  secretPaths: readonly string[];
}

const hidden = '(secret)';
const hiddenAndChanged = '(secret, changed)';

/**
 * A copy without secrets. What differs from its counterpart in a way that can no longer be seen, says so.
 *
 * @param counterpart the other side of a comparison, of which the copy is the later one
 */
export function mask(value: unknown, rules: MaskRules, counterpart?: unknown, path = ''): unknown {
  const isSecret = rules.secretPaths.some((secret) => path === secret || path.startsWith(`${secret}/`));
  if (Array.isArray(value)) {
    const others: unknown[] = Array.isArray(counterpart) ? counterpart : [];
    return value.map((item, index) => mask(item, rules, others[index], `${path}/${index}`));
  }
  if (isObject(value)) {
    const others = isObject(counterpart) ? counterpart : {};
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        mask(item, rules, others[key], `${path}/${escapePointer(key)}`),
      ]),
    );
  }
  const shown = maskScalar(value, rules, isSecret);
  const isChanged =
    counterpart !== undefined && value !== counterpart && shown === maskScalar(counterpart, rules, isSecret);
  return isChanged ? String(shown).replaceAll(hidden, hiddenAndChanged) : shown;
}

function maskScalar(value: unknown, rules: MaskRules, isSecret: boolean): unknown {
  if (isSecret) return hidden;
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const text = String(value);
  const shown = hideSecretValue(text, rules.secrets);
  return shown === text ? value : shown;
}

/** Under which paths an object of Kubernetes keeps what must not be seen. */
export const objectSecretPaths = (object: { apiVersion: string; kind: string }): string[] =>
  object.kind === 'Secret' && object.apiVersion === 'v1'
    ? // The last is where kubectl keeps a copy of all that it applied.
      ['/data', '/stringData', '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration']
    : [];
