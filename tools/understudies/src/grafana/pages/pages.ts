import { dashboardOf } from '../dashboards/dashboard-routes.ts';
import { panelsOf, type DashboardModel, type Panel } from '../dashboards/dashboard.ts';
import { interpolate } from '../dashboards/interpolate.ts';
import type { Grafana } from '../grafana.ts';
import type { Answer, Question, Route } from '../http/route.ts';
import { escapeHtml, htmlPage } from './html.ts';
import { runPanelQuery } from './run-panel-query.ts';

const fact = 'pkg/api/api.go of grafana/grafana; the page itself is ours';

export const loginPage: Route = {
  method: 'GET',
  path: '/login',
  // Assumption: pages are plain and have only what they show; the real ones are a large application.
  fact,
  isPublic: true,
  handle: () => ({
    status: 200,
    body: htmlPage(
      'Welcome to Grafana',
      `<form id="login">
<label>User <input name="user" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button type="submit">Log in</button>
<p role="status"></p>
</form>
<script>
const form = document.getElementById('login');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  });
  const { message, redirectUrl } = await answer.json();
  if (answer.ok) location.href = redirectUrl;
  else form.querySelector('[role=status]').textContent = message;
});
</script>`,
    ),
  }),
};

export const homePage: Route = {
  method: 'GET',
  path: '/',
  fact,
  isPage: true,
  handle: ({ grafana }) => {
    const items = grafana.dashboards.map(({ model: { uid, title }, folder }) => {
      const place = folder === '' ? '' : `${escapeHtml(folder)} / `;
      return `<li>${place}<a href="/d/${uid}">${escapeHtml(title)}</a></li>`;
    });
    return { status: 200, body: htmlPage('Dashboards', `<ul>\n${items.join('\n')}\n</ul>`) };
  },
};

export const dashboardPage: Route = {
  method: 'GET',
  path: '/d/:uid',
  fact,
  isPage: true,
  query: 'all',
  handle: showDashboard,
};

export const dashboardPageWithSlug: Route = { ...dashboardPage, path: '/d/:uid/:slug' };

async function showDashboard({ grafana, parameters, query }: Question): Promise<Answer> {
  const { model } = dashboardOf(grafana, parameters['uid'] ?? '');
  // As the real page takes them: `var-namespace=game`.
  const chosen = Object.fromEntries(
    [...query].flatMap(([key, value]) => (key.startsWith('var-') ? [[key.slice('var-'.length), value]] : [])),
  ) as Record<string, string>;
  const panels = await Promise.all(panelsOf(model).map((panel) => showPanel(grafana, model, panel, chosen)));
  return { status: 200, body: htmlPage(model.title, panels.join('\n')) };
}

async function showPanel(
  grafana: Grafana,
  model: DashboardModel,
  { title = '', datasource, targets = [] }: Panel,
  chosen: Readonly<Record<string, string>>,
): Promise<string> {
  const parts = [`<h2>${escapeHtml(title)}</h2>`];
  for (const target of targets) {
    const uid = (target.datasource ?? datasource)?.uid;
    const source = grafana.dataSources.find((one) => (uid === undefined ? one.isDefault : one.uid === uid));
    if (source === undefined || target.expr === undefined) continue;
    const expr = interpolate(target.expr, model, chosen);
    try {
      const rows = await runPanelQuery(source, expr, grafana.now());
      const lines = rows.map(({ labels, value }) => `${labels === '' ? '' : `{${labels}} `}${value}`);
      parts.push(`<pre>${escapeHtml(lines.length === 0 ? 'No data' : lines.join('\n'))}</pre>`);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      parts.push(`<pre role="alert">${escapeHtml(words)}</pre>`);
    }
  }
  return `<section>\n${parts.join('\n')}\n</section>`;
}
