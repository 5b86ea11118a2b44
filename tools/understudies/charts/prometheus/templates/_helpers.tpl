{{- define "prometheus.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ printf "%s-server" .Release.Name }}
{{- else -}}
{{ printf "%s-%s-server" .Release.Name .Chart.Name }}
{{- end -}}
{{- end -}}

{{- define "prometheus.selector" -}}
app.kubernetes.io/component: server
app.kubernetes.io/name: prometheus
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "prometheus.labels" -}}
{{ include "prometheus.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: prometheus
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- /* The charts below the real one are not played: one that is left on is refused instead of forgotten. */ -}}
{{- define "prometheus.refuseOthers" -}}
{{- range $name := list "alertmanager" "prometheus-pushgateway" "kube-state-metrics" "prometheus-node-exporter" }}
{{- if (index $.Values $name).enabled }}
{{- fail (printf "the understudy's chart has no %s: set %s.enabled to false" $name $name) }}
{{- end }}
{{- end }}
{{- end -}}
