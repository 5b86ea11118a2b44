import { getApp, listAllApps, uninstallApp } from './catalog/app-routes.ts';
import { getOperation, getOperationLogs, listAllOperations } from './catalog/operation-routes.ts';
import {
  getChartIndex,
  getChartInfo,
  getRepository,
  installCharts,
  listAllRepositories,
} from './catalog/repository-routes.ts';
import {
  createCluster,
  deleteCluster,
  generateKubeconfig,
  getCluster,
  listClusters,
} from './clusters/cluster-routes.ts';
import { createExtKubeconfig } from './clusters/ext-kubeconfig-routes.ts';
import { listProjects } from './clusters/project-routes.ts';
import { listClusterResources } from './clusters/steve-routes.ts';
import { dashboard, home } from './dashboard/dashboard-routes.ts';
import { caCertificates, healthz, ping, rancherVersion } from './health/health-routes.ts';
import type { Route } from './http/route.ts';
import {
  createToken,
  getManifest,
  getRegistrationToken,
  listTokensOfCluster,
} from './import/import-routes.ts';
import { logInNew, logInOld } from './login/login-routes.ts';
import { getSetting, listAllSettings, putSetting } from './settings/setting-routes.ts';
import { createExtToken, deleteExtToken, getExtToken, listExtTokens } from './tokens/ext-token-routes.ts';
import {
  createLegacyToken,
  deleteToken,
  getToken,
  listTokens,
  logOut,
} from './tokens/legacy-token-routes.ts';
import { createPasswordChangeRequest, createSelfUser } from './users/ext-user-routes.ts';
import { changeOwnPassword, getUser, listUsers, setPassword } from './users/user-routes.ts';

export const routes: readonly Route[] = [
  ping,
  healthz,
  rancherVersion,
  caCertificates,
  logInNew,
  logInOld,
  listAllSettings,
  getSetting,
  putSetting,
  listUsers,
  getUser,
  changeOwnPassword,
  setPassword,
  createSelfUser,
  createPasswordChangeRequest,
  createLegacyToken,
  listTokens,
  getToken,
  deleteToken,
  logOut,
  createExtToken,
  listExtTokens,
  getExtToken,
  deleteExtToken,
  listClusters,
  getCluster,
  createCluster,
  deleteCluster,
  generateKubeconfig,
  createExtKubeconfig,
  listTokensOfCluster,
  getRegistrationToken,
  createToken,
  getManifest,
  listProjects,
  listClusterResources,
  listAllRepositories,
  getRepository,
  getChartIndex,
  getChartInfo,
  installCharts,
  listAllOperations,
  getOperation,
  getOperationLogs,
  listAllApps,
  getApp,
  uninstallApp,
  home,
  dashboard,
];
