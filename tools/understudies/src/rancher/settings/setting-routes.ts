import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { collection, pageQuery } from '../http/collection.ts';
import { ok, route, type Route, type RouteRequest, type Shown } from '../http/route.ts';
import { strict } from '../http/schema.ts';
import type { Rancher } from '../rancher.ts';
import { checkSetting } from './check-setting.ts';
import { findSetting, listSettings, type Setting } from './settings.ts';

const presentSetting = (setting: Setting, { origin }: RouteRequest<unknown>): Shown => {
  const self = `${origin}/v3/settings/${setting.name}`;
  return {
    id: setting.name,
    type: 'setting',
    baseType: 'setting',
    name: setting.name,
    value: setting.value,
    default: setting.default,
    customized: setting.source === 'db',
    source: setting.source,
    links: { self, ...(setting.isReadOnly === true ? {} : { update: self }) },
  };
};

function existing(rancher: Rancher, name: string | undefined): Setting {
  const setting = findSetting(rancher, name ?? '');
  if (setting === undefined)
    throw new ApiError('NotFound', `settings.management.cattle.io "${name ?? ''}" not found`);
  return setting;
}

export const getSetting: Route = route({
  method: 'GET',
  path: '/v3/settings/:name',
  fact: 'facts/k3s-rancher.md §3, rows "Ready" (without a token) and "Setting" (404 of telemetry-opt)',
  isPublic: true,
  handle: (rancher, request) => {
    const setting = existing(rancher, request.params['name']);
    // Assumption: settings other than first-login and cacerts answer 401 without a token.
    if (setting.isPublic !== true && request.caller === undefined)
      throw new ApiError('Unauthorized', 'must authenticate');
    return ok(presentSetting(setting, request));
  },
});

export const listAllSettings: Route = route({
  method: 'GET',
  path: '/v3/settings',
  fact: 'facts/k3s-rancher.md §3, rows "Setting" and "List"',
  query: pageQuery,
  handle: (rancher, request) =>
    ok(
      collection(
        'setting',
        listSettings(rancher).map((setting) => presentSetting(setting, request)),
        request,
      ),
    ),
});

export const putSetting: Route = route({
  method: 'PUT',
  path: '/v3/settings/:name',
  fact: 'facts/k3s-rancher.md §3, row "Setting"',
  // What a GET answered may be sent back.
  body: strict({
    value: Type.String(),
    id: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    type: Type.Optional(Type.Literal('setting')),
    baseType: Type.Optional(Type.Literal('setting')),
    default: Type.Optional(Type.String()),
    customized: Type.Optional(Type.Boolean()),
    source: Type.Optional(Type.String()),
    links: Type.Optional(Type.Record(Type.String(), Type.String())),
  }),
  handle: (rancher, request) => {
    const setting = existing(rancher, request.params['name']);
    // Assumption: a setting that cannot be changed, or is given by the environment, refuses a PUT with 405.
    if (setting.isReadOnly === true || setting.source === 'env')
      throw new ApiError('MethodNotAllowed', `setting ${setting.name} can not be changed`);
    const wrong = checkSetting(setting.name, request.body.value);
    if (wrong !== undefined) throw new ApiError('InvalidOption', wrong);
    rancher.state.settings[setting.name] = request.body.value;
    return ok(presentSetting(existing(rancher, setting.name), request));
  },
});
