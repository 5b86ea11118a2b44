/** The Logging operator's understudy in a pod. */
import { apiServerOfPod } from '../kubernetes/api-server-of-pod.ts';
import { startLoggingOperator } from './start-logging-operator.ts';

const operator = startLoggingOperator({
  api: await apiServerOfPod(process.env),
  onProblem: ({ message }) => console.error(`ERROR ${message}`),
});
console.log('An understudy plays the Logging operator');

process.once('SIGTERM', () => {
  void operator[Symbol.asyncDispose]().then(() => process.exit(0));
});
