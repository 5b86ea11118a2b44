import { expect, test } from 'vitest';

import { readArguments } from './read-arguments.ts';

const redirection = '--entryPoints.web.http.redirections.entryPoint';

test('the arguments of the chart are read', () => {
  expect(
    readArguments([
      ...['--entryPoints.web.address=:8000/tcp', '--entryPoints.websecure.address=:8443/tcp'],
      ...['--entryPoints.traefik.address=:8080/tcp', '--ping=true', '--providers.kubernetesingress'],
      '--providers.kubernetesingress.ingressendpoint.publishedservice=traefik/traefik',
      ...[`${redirection}.to=:443`, `${redirection}.scheme=https`, `${redirection}.permanent=true`],
    ]),
  ).toEqual({
    ...{ httpPort: 8000, httpsPort: 8443, pingPort: 8080, redirectsEverything: true },
    publishedService: 'traefik/traefik',
  });
});

test.for([
  [['--providers.kubernetescrd'], 'knows no argument --providers.kubernetescrd'],
  [['--entryPoints.web.address=:80/udp'], 'knows no argument'],
  [[`${redirection}.to=:443`], 'only a permanent redirection'],
] as const)('%s is refused', ([given, message]) => {
  expect(() => readArguments(given)).toThrow(message);
});
