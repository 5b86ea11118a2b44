export { startDelayProxy, type DelayProxy, type DelayProxyOptions } from './start-delay-proxy.ts';
export { startSshd, type RunningSshd, type SshdOptions } from './start-sshd.ts';
