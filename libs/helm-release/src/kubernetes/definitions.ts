import { conditionsOf } from '../readiness/fields.ts';
import { isObject } from '../release/json.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Path of a CustomResourceDefinition. @param name `clusterissuers.cert-manager.io` */
export const definitionPath = (name: string): string => `${definitions}/${name}`;

/** Whether the API serves what it defines. */
export const isEstablished = (definition: unknown): boolean =>
  isObject(definition) &&
  conditionsOf(definition).some(({ type, status }) => type === 'Established' && status === 'True');
