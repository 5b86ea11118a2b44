import { isObject } from '../release/json.ts';

/** Any object of Kubernetes, or a part of one. */
export type Fields = Readonly<Record<string, unknown>>;

export const numberOf = (fields: Fields, name: string, otherwise = 0): number =>
  typeof fields[name] === 'number' ? fields[name] : otherwise;

export const fieldsOf = (fields: Fields, name: string): Fields =>
  isObject(fields[name]) ? fields[name] : {};

export interface Condition {
  type: string;
  /** `True`, `False` or `Unknown`. */
  status: string;
  reason?: unknown;
  message?: unknown;
  observedGeneration?: unknown;
}

export function conditionsOf(object: Fields): Condition[] {
  const { conditions } = fieldsOf(object, 'status');
  if (!Array.isArray(conditions)) return [];
  return conditions
    .filter(isObject)
    .filter(
      (one): one is Fields & Condition =>
        typeof one['type'] === 'string' && typeof one['status'] === 'string',
    );
}

/** `Ready is False (DoesNotExist: Issuing certificate as Secret does not exist)` */
export function describeCondition({ type, status, reason, message }: Condition): string {
  const words = [reason, message].filter((word) => typeof word === 'string' && word !== '');
  return `${type} is ${status}${words.length === 0 ? '' : ` (${words.join(': ')})`}`;
}
