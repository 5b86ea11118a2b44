import type { FastifyInstance } from 'fastify';

/** Why the server could not listen, in the user's terms. */
export function explainListenError(
  error: unknown,
  { host, port }: { host: string; port: number },
  file: string,
): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    EADDRINUSE: `port ${port} of ${host} is taken by another program; stop it, or set listen.port in ${file}`,
    EACCES: `this user may not listen on port ${port}; set listen.port in ${file} to 1024 or more`,
    EADDRNOTAVAIL: `${host} is no address of this machine; set listen.host in ${file}`,
    ENOTFOUND: `${host} is no address of this machine; set listen.host in ${file}`,
  };
  return new Error(reasons[code] ?? `cannot listen on ${host}:${port}: ${String(error)}`, { cause: error });
}

/**
 * Ends the server on SIGTERM or SIGINT: it takes no new connections and answers what it was asked. A second signal, or
 * requests that take longer than allowed, end it at once with exit code 1.
 */
export function stopOnSignals(app: FastifyInstance, timeoutMs: number): void {
  let isStopping = false;
  const giveUp = (why: string) => {
    app.log.error(why);
    process.exit(1);
  };
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) {
      giveUp('told to stop again: requests that were not answered yet are dropped');
      return;
    }
    isStopping = true;
    app.log.info({ signal }, 'stopping: no new connections; what was asked is still answered');
    setTimeout(() => giveUp('requests took too long to end and are dropped'), timeoutMs).unref();
    void app.close().then(() => app.log.info('stopped'));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}
