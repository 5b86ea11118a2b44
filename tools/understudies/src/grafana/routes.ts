import { listFolders, readDashboard, search } from './dashboards/dashboard-routes.ts';
import { listDataSources, readDataSource } from './data-sources/data-source-routes.ts';
import { proxyDataSource } from './data-sources/proxy-routes.ts';
import { frontendSettings, health } from './http/health-routes.ts';
import type { Route } from './http/route.ts';
import { currentUser, logIn, logOut } from './login/login-routes.ts';
import { dashboardPage, dashboardPageWithSlug, homePage, loginPage } from './pages/pages.ts';

/** All that is answered; the first that fits. */
export const grafanaRoutes: readonly Route[] = [
  ...[health, frontendSettings, loginPage, logIn, logOut, currentUser],
  ...[listDataSources, readDataSource, proxyDataSource],
  ...[search, listFolders, readDashboard],
  ...[homePage, dashboardPage, dashboardPageWithSlug],
];
