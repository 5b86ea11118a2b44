import { afterAll, beforeAll, expect, test } from 'vitest';
import { startK3sMachine, type K3sMachine } from './k3s/start-k3s-machine.ts';
import { apiCall, web } from './k3s/workload.ts';
import { describeOnAStage } from './on-a-stage.ts';

const snapshots = '/var/lib/rancher/k3s/server/db/snapshots';
const webContainers =
  'k3s kubectl get pods --selector=app=web --output=jsonpath={.items[*].status.containerStatuses[0].containerID}';
const webServes = 'curl --silent --fail --max-time 3 http://127.0.0.1:30080';

describeOnAStage('the k3s of the stage in a machine', () => {
  let k3s: K3sMachine;

  beforeAll(async () => {
    k3s = await startK3sMachine();
  });

  afterAll(() => k3s[Symbol.asyncDispose]());

  /** What `k3s server` says when it refuses to start. */
  const refusal = async (command = 'k3s server'): Promise<string> => {
    const { exitCode, text } = await k3s.attempt(`cd /; timeout 60 ${command}`);
    expect(exitCode).toBe(1);
    return text;
  };

  /** What a pod gets that calls the API. */
  const callApi = async (): Promise<string> => {
    await k3s.run('k3s kubectl delete pod api-call --ignore-not-found --now');
    await k3s.run('k3s kubectl apply --filename=/root/api-call.yaml');
    return k3s.until('k3s kubectl logs api-call', (text) => text.trim() !== '');
  };

  test('it says which version it is, wherever it lies', async () => {
    await k3s.run('ln /usr/local/bin/k3s /root/download');
    expect(await k3s.run('/root/download --version')).toMatch(
      /^k3s version v1\.36\.3\+k3s1 \(\w+\)\ngo version go1/,
    );
    expect(await refusal('k3s agent')).toContain(`does not play "agent"`);
  });

  test('what it cannot play is refused before anything is touched', async () => {
    const answers = async (lines: readonly string[]): Promise<string> => {
      await k3s.configure(lines);
      return refusal();
    };
    expect(await answers(['tls-sans: [a.test]'])).toContain(`does not know the key \\"tls-sans\\"`);
    expect(await answers(['flannel-backend: wireguard-native'])).toContain('flannel-backend');
    await k3s.write('etc/rancher/k3s/config.yaml', 'cluster-init: true\n');
    expect(await refusal()).toContain('does not have traefik, servicelb, local-storage, metrics-server');
    await k3s.configure([]);
    expect(await refusal('env K3S_URL=https://a.test:6443 k3s server')).toContain('K3S_URL');
    expect(await k3s.run('ls -A /var/lib/rancher')).toBe('');
  });

  test('a machine without a default route, a memory cgroup or a free port fails as on the real one', async () => {
    const route = await k3s.run('ip route show default');
    await k3s.run('ip route del default');
    expect(await refusal()).toContain('no default routes found');
    await k3s.run(`ip route add ${route}`);
    expect(
      await refusal('unshare --mount sh -c "umount /sys/fs/cgroup/memory && exec k3s server"'),
    ).toContain('failed to find memory cgroup');
    await k3s.run(
      'systemd-run --quiet --unit=other python3 -c "import socket, time; s = socket.create_server((\'\', 6443)); time.sleep(600)"',
    );
    await k3s.until('ss -ltn | grep -q :6443');
    expect(await refusal()).toContain('listen tcp :6443: bind: address already in use');
    await k3s.run('systemctl stop other');
  });

  test('a download that was cut or altered does not start', async () => {
    await k3s.run(
      'mkdir /root/bad; head --bytes=-1000 /usr/local/bin/k3s >/root/bad/k3s; chmod +x /root/bad/k3s',
    );
    expect(await refusal('/root/bad/k3s server')).toContain('carries no payload');
    await k3s.run(
      'cp /usr/local/bin/k3s /root/bad/k3s; s=$(stat --format=%s /root/bad/k3s); ' +
        'printf XXXX | dd of=/root/bad/k3s bs=1 seek=$((s - 1000000)) conv=notrunc status=none',
    );
    expect(await refusal('/root/bad/k3s server')).toContain('was altered');
    await k3s.run('rm -r /root/bad');
  });

  test('it becomes ready: a node, pods that serve, pods that reach the API and find names', async () => {
    await k3s.write('root/web.yaml', web);
    await k3s.write('root/api-call.yaml', apiCall);
    await k3s.configure(['node-label: [place=stage]']);
    await k3s.start();
    expect(await k3s.run('k3s kubectl get node --selector=place=stage --output=name')).toBe('node/debian');
    expect(await k3s.run('k3s kubectl get --raw /readyz')).toBe('ok');
    expect(
      await k3s.run('stat --format=%a /etc/rancher/k3s/k3s.yaml /var/lib/rancher/k3s/server/token'),
    ).toBe('600\n600');
    expect(await k3s.run('cat /var/lib/rancher/k3s/server/token')).toMatch(/^K10[0-9a-f]{64}::server:\S+$/);
    expect(await k3s.run('grep server: /etc/rancher/k3s/k3s.yaml')).toBe('server: https://127.0.0.1:6443');
    expect(await k3s.run('curl --silent --insecure https://127.0.0.1:6443/version')).toContain('"code": 401');
    await k3s.until('k3s kubectl wait --for=condition=Ready node --all --timeout=1s');
    await k3s.run('k3s kubectl apply --filename=/root/web.yaml');
    await k3s.run('k3s kubectl rollout status deployment/web --timeout=60s');
    await k3s.run('k3s kubectl rollout status deployment/coredns --namespace=kube-system --timeout=60s');
    expect(await k3s.until(webServes)).toMatch(/^hello from web-/);
    expect(await callApi()).toBe('200 v1.36.3+k3s1');
    const lookUp = `k3s kubectl exec deploy/web -- node -e "require('dns').lookup('web.default.svc.cluster.local', (e, a) => console.log(a))"`;
    expect(await k3s.run(lookUp)).toBe(
      await k3s.run('k3s kubectl get service web --output=jsonpath={.spec.clusterIP}'),
    );
  });

  test('the ports are the real ones', async () => {
    const ports = await k3s.run(`ss -Hlntu | awk '{print $1, $5}' | sort --unique`);
    const { address } = k3s.machine;
    for (const port of ['tcp *:6443', 'tcp 127.0.0.1:6444', 'tcp *:10250', 'udp 0.0.0.0:8472'])
      expect(ports.split('\n')).toContain(port);
    for (const port of ['2379', '2380'])
      expect(ports.split('\n')).toEqual(
        expect.arrayContaining([`tcp 127.0.0.1:${port}`, `tcp ${address}:${port}`]),
      );
  });

  test('its links are kubectl and ctr, which find the cluster and the containers', async () => {
    await k3s.run('ln --symbolic k3s /usr/local/bin/kubectl; ln --symbolic k3s /usr/local/bin/ctr');
    expect(await k3s.run('kubectl get node --output=name')).toBe('node/debian');
    expect(await k3s.run('ctr images list --quiet')).toContain('docker.io/rancher/mirrored-pause:3.6');
    expect(await k3s.run('k3s ctr containers list --quiet | wc --lines')).not.toBe('0');
  });

  test('an image that no registry has fails at once', async () => {
    await k3s.run('k3s kubectl run missing --image=test/missing:1');
    await k3s.until('k3s kubectl get events --field-selector=involvedObject.name=missing', (text) =>
      text.includes('not found'),
    );
    await k3s.run('k3s kubectl delete pod missing --now');
  });

  test('manifests in its folder are applied and kept', async () => {
    const manifest = (value: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ours }\ndata: { value: ${value} }\n`;
    const value = 'k3s kubectl get configmap ours --output=jsonpath={.data.value}';
    await k3s.write('var/lib/rancher/k3s/server/manifests/ours.yaml', manifest('one'));
    await k3s.until(value, (text) => text === 'one');
    await k3s.write('var/lib/rancher/k3s/server/manifests/ours.yaml', manifest('two'));
    await k3s.until(value, (text) => text === 'two');
  });

  test('pods live on while it is restarted, and while a part of it crashes', async () => {
    const containers = await k3s.run(webContainers);
    await k3s.run('systemctl stop k3s');
    expect(await k3s.run(webServes)).toMatch(/^hello/);
    await k3s.start();
    expect(await k3s.run(webContainers)).toBe(containers);
    await k3s.run('kill -9 $(pgrep kube-scheduler)');
    await k3s.until('journalctl --unit=k3s --output=cat --lines=40', (text) =>
      text.includes('Error: kube-scheduler ended: signal: killed'),
    );
    await k3s.until('k3s kubectl get --raw /readyz');
    await k3s.until('systemctl is-active k3s');
    // Killed itself, it takes all its processes along; only what containers need stays.
    const cluster = 'etcd|kube-apiserver|kube-controller|kube-scheduler|kubelet|kube-proxy|containerd';
    await k3s.run('systemctl kill --signal=KILL --kill-whom=main k3s');
    await k3s.until(`! pgrep --exact "${cluster}"`);
    expect(await k3s.run(webServes)).toMatch(/^hello/);
    await k3s.until('systemctl is-active k3s');
    expect(await k3s.run(webContainers)).toBe(containers);
    expect(await k3s.run(webServes)).toMatch(/^hello/);
  });

  test('with bind-address on loopback pods cannot call the API', async () => {
    await k3s.configure(['bind-address: 127.0.0.1']);
    await k3s.run('systemctl restart k3s');
    expect(await k3s.run('k3s kubectl get --raw /readyz')).toBe('ok');
    await k3s.run('k3s kubectl delete pod api-call --now; k3s kubectl apply --filename=/root/api-call.yaml');
    await k3s.until(
      'k3s kubectl get pod api-call --output=jsonpath={.status.phase}',
      (text) => text === 'Succeeded',
    );
    // The kubelet listens on loopback too: what the pod said is read from its file.
    expect(await k3s.run('cat /var/log/pods/default_api-call_*/api-call/0.log')).toContain('ECONNREFUSED');
    await k3s.configure([]);
    await k3s.run('systemctl restart k3s');
    expect(await callApi()).toBe('200 v1.36.3+k3s1');
  });

  test('what config.yaml says reaches the parts', async () => {
    await k3s.configure([
      'https-listen-port: 7443',
      'tls-san: [k3s.test]',
      "write-kubeconfig-mode: '0640'",
      'write-kubeconfig-group: adm',
      'kubelet-arg: [max-pods=42]',
      "kube-proxy-arg: ['nodeport-addresses=127.0.0.0/8']",
      'etcd-expose-metrics: true',
      'flannel-backend: host-gw',
    ]);
    await k3s.run('systemctl restart k3s');
    expect(await k3s.run('stat --format="%a %G" /etc/rancher/k3s/k3s.yaml')).toBe('640 adm');
    const trusted =
      'curl --silent --cacert /var/lib/rancher/k3s/server/tls/server-ca.crt --resolve k3s.test:7443:127.0.0.1';
    expect(await k3s.run(`${trusted} https://k3s.test:7443/version`)).toContain('"code": 401');
    expect(await k3s.until('k3s kubectl get node --output=jsonpath={.items[0].status.capacity.pods}')).toBe(
      '42',
    );
    expect(await callApi()).toBe('200 v1.36.3+k3s1');
    expect(await k3s.until(webServes)).toMatch(/^hello/);
    const { address } = k3s.machine;
    await k3s.until(`! curl --silent --max-time 2 http://${address}:30080`);
    expect(await k3s.run(`curl --silent http://${address}:2381/metrics`)).toContain(
      'etcd_server_has_leader 1',
    );
  });

  test('what is disabled later is taken away; Secrets are encrypted and snapshots compressed on demand', async () => {
    await k3s.configure(['disable+: [coredns]', 'secrets-encryption: true', 'etcd-snapshot-compress: true']);
    await k3s.run('systemctl restart k3s');
    await k3s.until(
      'k3s kubectl get deployment,pod --namespace=kube-system --output=name',
      (text) => text === '',
    );
    await k3s.run('k3s kubectl create secret generic hidden --from-literal=key=not-to-be-read');
    await k3s.run('k3s kubectl create configmap open --from-literal=key=may-be-read');
    await k3s.run('k3s etcd-snapshot save --name packed');
    const unpacked = `python3 -c "import zipfile, glob, sys; z = zipfile.ZipFile(glob.glob('${snapshots}/packed-*.zip')[0]); sys.stdout.buffer.write(z.read(z.namelist()[0]))"`;
    expect(await k3s.run(`${unpacked} | grep --count --text may-be-read`)).not.toBe('0');
    expect((await k3s.attempt(`${unpacked} | grep --count --text not-to-be-read`)).text.trim()).toBe('0');
    await k3s.run(
      'k3s etcd-snapshot delete $(basename -a /var/lib/rancher/k3s/server/db/snapshots/packed-*)',
    );
    await k3s.configure(['secrets-encryption: true']);
    await k3s.run('systemctl restart k3s');
    await k3s.run('k3s kubectl rollout status deployment/coredns --namespace=kube-system --timeout=60s');
  });

  test('another token than the datastore has is refused', async () => {
    await k3s.run('systemctl stop k3s');
    await k3s.configure(['token: another', 'secrets-encryption: true']);
    expect(await refusal()).toContain('bootstrap data already found and encrypted with different token');
    await k3s.configure(['secrets-encryption: true']);
    await k3s.start();
  });

  test('a snapshot is restored, with its token only, and never under a running server', async () => {
    await k3s.run('k3s kubectl create configmap before');
    await k3s.run('k3s etcd-snapshot save --name mark');
    const name = await k3s.run(`ls ${snapshots}`);
    expect(name).toMatch(/^mark-debian-\d{10}$/);
    expect(await k3s.run('k3s etcd-snapshot ls')).toContain(`file://${snapshots}/${name}`);
    await k3s.run('k3s kubectl create configmap after');
    const reset = `k3s server --cluster-reset --cluster-reset-restore-path=${snapshots}/${name}`;
    expect(await refusal(reset)).toContain('address already in use');
    await k3s.run('systemctl stop k3s');
    expect(await refusal(`env K3S_TOKEN=wrong ${reset}`)).toContain('encrypted with different token');
    expect(await refusal(`${reset}-not-there`)).toContain('snapshot path does not exist');
    expect((await k3s.attempt(`cd /; ${reset}`)).text).toContain('restart without --cluster-reset flag now');
    expect(await refusal('k3s server --cluster-reset')).toContain('was previously reset');
    await k3s.start();
    expect(await k3s.run('k3s kubectl get configmap before after --ignore-not-found --output=name')).toBe(
      'configmap/before',
    );
    expect(await k3s.run('ls /var/lib/rancher/k3s/server/db')).not.toContain('reset-flag');
    expect(await k3s.until(webServes)).toMatch(/^hello/);
    expect(await callApi()).toBe('200 v1.36.3+k3s1');
  });

  test('a snapshot and the token suffice for a machine that has lost its data', async () => {
    const token = await k3s.run('cat /var/lib/rancher/k3s/server/token');
    await k3s.run(`systemctl stop k3s; mv ${snapshots}/mark-* /root/mark; rm -r /var/lib/rancher/k3s/server`);
    const reset = 'k3s server --cluster-reset --cluster-reset-restore-path=/root/mark';
    expect(await refusal(reset)).toContain('there is a datastore but no token');
    const { text } = await k3s.attempt(`cd /; K3S_TOKEN=${token} ${reset}`);
    expect(text).toContain('restart without --cluster-reset flag now');
    await k3s.start();
    expect(await k3s.run('cat /var/lib/rancher/k3s/server/token')).toBe(token);
    expect(await k3s.run('k3s kubectl get configmap before --output=name')).toBe('configmap/before');
    // Its key came back with the snapshot too.
    expect(
      await k3s.run('k3s kubectl get secret hidden --output=jsonpath={.data.key} | base64 --decode'),
    ).toBe('not-to-be-read');
    expect(await callApi()).toBe('200 v1.36.3+k3s1');
  });

  test('after a reboot and after a power cut everything comes back by itself', async () => {
    await k3s.machine.reboot();
    await k3s.until(webServes);
    await k3s.until('systemctl is-active k3s');
    await k3s.machine.kill();
    await k3s.machine.start();
    await k3s.until(webServes);
    await k3s.until('k3s kubectl rollout status deployment/web --timeout=1s');
  });
});
