import { isObject } from '../release/json.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Path of a CustomResourceDefinition. @param name `clusterissuers.cert-manager.io` */
export const definitionPath = (name: string): string => `${definitions}/${name}`;

/** Whether the API serves what it defines. */
export function isEstablished(definition: unknown): boolean {
  const status = isObject(definition) ? definition['status'] : undefined;
  const conditions = isObject(status) && Array.isArray(status['conditions']) ? status['conditions'] : [];
  return conditions.some(
    (condition: unknown) =>
      isObject(condition) && condition['type'] === 'Established' && condition['status'] === 'True',
  );
}
