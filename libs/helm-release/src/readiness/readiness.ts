import { conditionsOf, describeCondition, fieldsOf, numberOf, type Fields } from './fields.ts';

/** What an object still lacks. */
export interface Lack {
  /** `0 of 1 ready`, `Ready is False (…)` */
  state: string;
  /** Whether it will not come by itself any more. */
  isHopeless?: true;
}

/** What an object lacks; undefined when it is ready. */
export type Readiness = (object: Fields) => Lack | undefined;

const lack = (state: string): Lack => ({ state });

/** A controller writes into the status which version of the object it has seen. */
function isObserved(object: Fields): boolean {
  const { observedGeneration } = fieldsOf(object, 'status');
  const { generation } = fieldsOf(object, 'metadata');
  return (
    typeof generation !== 'number' ||
    (typeof observedGeneration === 'number' && observedGeneration >= generation)
  );
}

function rollout(count: (spec: Fields, status: Fields) => { ready: number; wanted: number }): Readiness {
  return (object) => {
    const { ready, wanted } = count(fieldsOf(object, 'spec'), fieldsOf(object, 'status'));
    if (!isObserved(object)) return lack('not seen by its controller yet');
    const stuck = conditionsOf(object).find(
      ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
    );
    if (ready >= wanted) return undefined;
    return lack(`${ready} of ${wanted} ready${stuck === undefined ? '' : `; ${describeCondition(stuck)}`}`);
  };
}

/** Whether a condition is as it should be, and was written for the object as it is now. */
export const condition =
  (type: string, wanted = 'True'): Readiness =>
  (object) => {
    const found = conditionsOf(object).find((one) => one.type === type);
    if (found === undefined) return lack(`${type} is not told yet`);
    const { generation } = fieldsOf(object, 'metadata');
    const { observedGeneration: seen } = found;
    if (found.status !== wanted) return lack(describeCondition(found));
    const isOld = typeof seen === 'number' && typeof generation === 'number' && seen < generation;
    return isOld ? lack(`${type} is ${wanted} of an older version`) : undefined;
  };

/** cert-manager tries a failed issuance again after an hour or more, so that waiting is of no use. */
const certificate: Readiness = (object) => {
  const missing = condition('Ready')(object);
  if (missing === undefined) return undefined;
  const issuing = conditionsOf(object).find(({ type }) => type === 'Issuing');
  return issuing?.status === 'False' && issuing.reason === 'Failed'
    ? { state: `${missing.state}; ${describeCondition(issuing)}`, isHopeless: true }
    : missing;
};

/** What kube-logging's operator found wrong, in its own words. */
function problems(object: Fields): string | undefined {
  const status = fieldsOf(object, 'status');
  const list: unknown[] = Array.isArray(status['problems']) ? status['problems'] : [];
  const count = numberOf(status, 'problemsCount', list.length);
  if (count === 0) return undefined;
  return `${count} problem${count === 1 ? '' : 's'}${list.length === 0 ? '' : `: ${list.map(String).join('; ')}`}`;
}

/** kube-logging: every check of a generated configuration has passed, and nothing is reported (pkg/sdk/logging/api/v1beta1/logging_types.go). */
const logging: Readiness = (object) => {
  const found = problems(object);
  if (found !== undefined) return lack(found);
  if (fieldsOf(object, 'spec')['flowConfigCheckDisabled'] === true) return undefined;
  const results = Object.entries(fieldsOf(fieldsOf(object, 'status'), 'configCheckResults'));
  if (results.length === 0) return lack('its configuration has not been checked yet');
  const failed = results.filter(([, isGood]) => isGood !== true).map(([hash]) => hash);
  return failed.length === 0
    ? undefined
    : lack(
        `the check of its configuration ${failed.join(', ')} failed; the log of the pod of that check says why`,
      );
};

/** kube-logging's flows and outputs: in use, and nothing is reported. */
const loggingRoute: Readiness = (object) => {
  const found = problems(object);
  if (found !== undefined) return lack(found);
  return fieldsOf(object, 'status')['active'] === true ? undefined : lack('not in use yet');
};

const job: Readiness = (object) => {
  const [spec, status] = [fieldsOf(object, 'spec'), fieldsOf(object, 'status')];
  if (numberOf(status, 'succeeded') >= numberOf(spec, 'completions', 1)) return undefined;
  const state = `${numberOf(status, 'active')} running, ${numberOf(status, 'failed')} failed`;
  const failed = conditionsOf(object).find(({ type, status: is }) => type === 'Failed' && is === 'True');
  return failed === undefined
    ? { state }
    : { state: `${state}; ${describeCondition(failed)}`, isHopeless: true };
};

const pod: Readiness = (object) => {
  const { phase } = fieldsOf(object, 'status');
  if (phase === 'Succeeded' || condition('Ready')(object) === undefined) return undefined;
  const state = typeof phase === 'string' ? phase : 'not seen yet';
  return phase === 'Failed' ? { state, isHopeless: true } : { state };
};

const service: Readiness = (object) => {
  const { ingress } = fieldsOf(fieldsOf(object, 'status'), 'loadBalancer');
  const isBalanced = fieldsOf(object, 'spec')['type'] === 'LoadBalancer';
  return isBalanced && !(Array.isArray(ingress) && ingress.length > 0) ? lack('no address') : undefined;
};

const claim: Readiness = (object) => {
  const { phase } = fieldsOf(object, 'status');
  if (phase === 'Bound') return undefined;
  return phase === 'Lost' ? { state: 'its volume is lost', isHopeless: true } : lack('not bound');
};

const phase =
  (wanted: string): Readiness =>
  (object) => {
    const found = fieldsOf(object, 'status')['phase'];
    return found === wanted
      ? undefined
      : lack(typeof found === 'string' ? `it is ${found}` : 'its phase is not told yet');
  };

const kinds: Readonly<Record<string, Readiness>> = {
  'apps Deployment': rollout((spec, status) => ({
    ready: Math.min(numberOf(status, 'updatedReplicas'), numberOf(status, 'availableReplicas')),
    wanted: numberOf(spec, 'replicas', 1),
  })),
  'apps StatefulSet': rollout((spec, status) => ({
    ready:
      fieldsOf(spec, 'updateStrategy')['type'] === 'OnDelete'
        ? numberOf(status, 'readyReplicas')
        : Math.min(numberOf(status, 'updatedReplicas'), numberOf(status, 'readyReplicas')),
    wanted: numberOf(spec, 'replicas', 1),
  })),
  'apps DaemonSet': rollout((spec, status) => ({
    ready:
      fieldsOf(spec, 'updateStrategy')['type'] === 'OnDelete'
        ? numberOf(status, 'numberReady')
        : Math.min(numberOf(status, 'updatedNumberScheduled'), numberOf(status, 'numberAvailable')),
    wanted: numberOf(status, 'desiredNumberScheduled'),
  })),
  'batch Job': job,
  ' Pod': pod,
  ' Service': service,
  ' PersistentVolumeClaim': claim,
  ' Namespace': phase('Active'),
  ' Node': condition('Ready'),
  'apiextensions.k8s.io CustomResourceDefinition': condition('Established'),
  'apiregistration.k8s.io APIService': condition('Available'),
  'cert-manager.io Certificate': certificate,
  'cert-manager.io Issuer': condition('Ready'),
  'cert-manager.io ClusterIssuer': condition('Ready'),
  'logging.banzaicloud.io Logging': logging,
  'logging.banzaicloud.io Flow': loggingRoute,
  'logging.banzaicloud.io ClusterFlow': loggingRoute,
  'logging.banzaicloud.io Output': loggingRoute,
  'logging.banzaicloud.io ClusterOutput': loggingRoute,
};

/** Undefined for a kind of which it is not known here when it is ready. */
export function readinessOf({
  apiVersion,
  kind,
}: {
  apiVersion: string;
  kind: string;
}): Readiness | undefined {
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
  const name = `${group} ${kind}`;
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}
