{{- define "loki.fullname" -}}
{{- ternary .Release.Name (printf "%s-loki" .Release.Name) (contains "loki" .Release.Name) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "loki.selectorLabels" -}}
app.kubernetes.io/name: loki
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "loki.labels" -}}
helm.sh/chart: loki-{{ .Chart.Version }}
{{ include "loki.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- /* What the real chart's `loki.config` makes of the same values. */}}
{{- define "loki.config" -}}
{{- $values := .Values.loki }}
auth_enabled: {{ $values.auth_enabled }}
server: {{- toYaml $values.server | nindent 2 }}
common:
  {{- toYaml $values.commonConfig | nindent 2 }}
  storage:
    filesystem: {{- toYaml $values.storage.filesystem | nindent 6 }}
limits_config: {{- toYaml $values.limits_config | nindent 2 }}
schema_config: {{- toYaml $values.schemaConfig | nindent 2 }}
{{- with $values.compactor }}
compactor: {{- toYaml . | nindent 2 }}
{{- end }}
query_range:
  align_queries_with_step: true
{{- end }}
