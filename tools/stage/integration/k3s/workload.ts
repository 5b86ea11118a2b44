/** A web server of two pods behind a NodePort, in the images of serve-images.ts. */
export const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: test/node:1
          args: [-e, "http.createServer((q, r) => r.end('hello from ' + os.hostname())).listen(8080)"]
          readinessProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: NodePort
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }]
`;

/** A pod that asks the Kubernetes API by its name, once, as its service account. */
export const apiCall = `apiVersion: v1
kind: Pod
metadata: { name: api-call }
spec:
  restartPolicy: Never
  containers:
    - name: api-call
      image: test/node:1
      env:
        - name: NODE_EXTRA_CA_CERTS
          value: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
      args:
        - -e
        - |
          const token = fs.readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/token', 'utf8');
          fetch('https://' + process.env.KUBERNETES_SERVICE_HOST + '/version', { headers: { authorization: 'Bearer ' + token } }).then(
            async (answer) => console.log(answer.status, (await answer.json()).gitVersion),
            (error) => console.log(error.cause?.code),
          );
`;
