{{- define "grafana.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name }}
{{- end -}}
{{- end -}}

{{- define "grafana.selector" -}}
app.kubernetes.io/name: grafana
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "grafana.labels" -}}
{{ include "grafana.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- /* The real chart's assertNoLeakedSecrets: what stands in grafana.ini stands in a ConfigMap. */ -}}
{{- define "grafana.refuse" -}}
{{- range $section, $keys := index .Values "grafana.ini" }}
{{- range $key, $value := $keys }}
{{- if eq $section "security" }}
{{- if not (regexMatch "\\$(?:__(?:env|file|vault))?{[^}]+}" $value) }}
{{- fail (printf "grafana.ini: %s.%s is a secret and would stand in a ConfigMap for all to read; use admin.existingSecret" $section $key) }}
{{- end }}
{{- fail (printf "the understudy does not play grafana.ini: %s.%s" $section $key) }}
{{- end }}
{{- end }}
{{- end }}
{{- if eq .Values.admin.existingSecret "" }}
{{- fail "admin.existingSecret is not set: the chart would make up a password at every rendering" }}
{{- end }}
{{- if .Values.testFramework.enabled }}
{{- fail "the understudy's chart has no test pod: set testFramework.enabled to false" }}
{{- end }}
{{- if and .Values.persistence.enabled (ne .Values.deploymentStrategy.type "Recreate") }}
{{- fail "deploymentStrategy.type must be Recreate: two pods cannot have the one volume" }}
{{- end }}
{{- end -}}

{{- define "grafana.namespaces" -}}
{{- $namespaces := .Values.sidecar.dashboards.searchNamespace | default .Release.Namespace -}}
{{- kindIs "slice" $namespaces | ternary (join "," $namespaces) $namespaces -}}
{{- end -}}
