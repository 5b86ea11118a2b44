{{- define "cert-manager.selector" -}}
app.kubernetes.io/name: cert-manager
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: controller
{{- end }}

{{- define "cert-manager.labels" -}}
app: cert-manager
{{ include "cert-manager.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "cert-manager.crd-metadata" -}}
labels:
  app.kubernetes.io/name: cert-manager
  app.kubernetes.io/instance: {{ .Release.Name }}
  app.kubernetes.io/component: crds
{{- if .Values.crds.keep }}
annotations:
  helm.sh/resource-policy: keep
{{- end }}
{{- end }}

{{- define "cert-manager.issuer-ref" -}}
type: object
required: [name]
properties:
  name: { type: string }
  kind: { type: string, enum: [Issuer, ClusterIssuer], default: Issuer }
  group: { type: string, enum: [cert-manager.io], default: cert-manager.io }
{{- end }}

{{- define "cert-manager.conditions" -}}
type: array
x-kubernetes-list-type: map
x-kubernetes-list-map-keys: [type]
items:
  type: object
  required: [type, status]
  properties:
    type: { type: string }
    status: { type: string, enum: ['True', 'False', 'Unknown'] }
    reason: { type: string }
    message: { type: string }
    lastTransitionTime: { type: string, format: date-time }
    observedGeneration: { type: integer, format: int64 }
{{- end }}

{{- define "cert-manager.secret-ref" -}}
type: object
required: [name]
properties:
  name: { type: string }
  key: { type: string }
{{- end }}

{{- define "cert-manager.solver" -}}
type: object
required: [dns01]
properties:
  selector:
    type: object
    properties:
      dnsNames: { type: array, items: { type: string } }
      dnsZones: { type: array, items: { type: string } }
  dns01:
    type: object
    required: [rfc2136]
    properties:
      rfc2136:
        type: object
        required: [nameserver, tsigKeyName, tsigAlgorithm, tsigSecretSecretRef]
        properties:
          nameserver: { type: string }
          tsigKeyName: { type: string }
          tsigAlgorithm: { type: string, enum: [HMACSHA256, HMACSHA512] }
          tsigSecretSecretRef:
            {{- include "cert-manager.secret-ref" . | nindent 12 }}
{{- end }}

{{- define "cert-manager.issuer-version" -}}
name: v1
served: true
storage: true
subresources: { status: {} }
additionalPrinterColumns:
  - { name: Ready, type: string, jsonPath: '.status.conditions[?(@.type == "Ready")].status' }
  - { name: Status, type: string, priority: 1, jsonPath: '.status.conditions[?(@.type == "Ready")].message' }
  - { name: Age, type: date, jsonPath: .metadata.creationTimestamp }
schema:
  openAPIV3Schema:
    type: object
    required: [spec]
    properties:
      apiVersion: { type: string }
      kind: { type: string }
      metadata: { type: object }
      spec:
        type: object
        required: [acme]
        properties:
          acme:
            type: object
            required: [server, privateKeySecretRef]
            properties:
              server: { type: string }
              email: { type: string }
              profile: { type: string }
              caBundle: { type: string, format: byte }
              privateKeySecretRef:
                {{- include "cert-manager.secret-ref" . | nindent 16 }}
              solvers:
                type: array
                items:
                  {{- include "cert-manager.solver" . | nindent 18 }}
      status:
        type: object
        properties:
          acme:
            type: object
            properties:
              uri: { type: string }
              lastRegisteredEmail: { type: string }
          conditions:
            {{- include "cert-manager.conditions" . | nindent 12 }}
{{- end }}
