import { expect, test } from 'vitest';

import { readArguments } from './read-arguments.ts';

test('the arguments of the chart are read, and others are refused', () => {
  expect(
    readArguments([
      ...['/nginx-ingress-controller', '--publish-service=traefik/ingress-nginx-controller'],
      ...['--election-id=x', '--controller-class=k8s.io/ingress-nginx', '--ingress-class=nginx'],
      ...['--http-port=8080', '--https-port=8443'],
    ]),
  ).toEqual({ httpPort: 8080, httpsPort: 8443, publishedService: 'traefik/ingress-nginx-controller' });
  expect(() => readArguments(['--watch-ingress-without-class=true'])).toThrow('knows no argument');
});
