{{- define "logging-operator.fullname" -}}
{{- ternary .Release.Name (printf "%s-logging-operator" .Release.Name) (contains "logging-operator" .Release.Name) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "logging-operator.selectorLabels" -}}
app.kubernetes.io/name: logging-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "logging-operator.labels" -}}
helm.sh/chart: logging-operator-{{ .Chart.Version }}
{{ include "logging-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
