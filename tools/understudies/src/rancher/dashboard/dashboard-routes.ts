import { route, type Route } from '../http/route.ts';

/** Small, with what a browser test looks for; it logs in as the real page does. */
const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Rancher</title></head>
<body>
<main>
<h1>Welcome to Rancher</h1>
<form id="login">
<label>Username <input name="username" autocomplete="username" value="admin"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button type="submit">Log in with Local User</button>
<p role="status"></p>
</form>
</main>
<script>
const form = document.getElementById('login');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { username, password } = Object.fromEntries(new FormData(form));
  const answer = await fetch('/v1-public/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'localProvider', username, password, responseType: 'cookie' }),
  });
  form.querySelector('[role=status]').textContent = answer.ok ? 'Logged in' : 'Not logged in: ' + answer.status;
});
</script>
</body>
</html>
`;

export const dashboard: Route = route({
  method: 'GET',
  path: '/dashboard/*',
  // Assumption: every path below /dashboard/ shows the log-in page; the real one is a large application.
  fact: 'facts/k3s-rancher.md §3; the page itself is ours',
  isPublic: true,
  handle: () => ({ status: 200, body: page, contentType: 'text/html; charset=utf-8' }),
});

export const home: Route = route({
  method: 'GET',
  path: '/',
  // Assumption: / sends everyone to /dashboard/.
  fact: 'facts/k3s-rancher.md §3; the page itself is ours',
  isPublic: true,
  handle: () => ({ status: 302, headers: { location: '/dashboard/' } }),
});
