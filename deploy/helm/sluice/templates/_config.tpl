{{- /*
What the chart must know of sluice.yaml, as JSON: the ports and which of them speak TLS, the seconds that an end takes
at most, whether changes are looked for, and whether keys of the cluster are read. It refuses what would not run in a pod, or would tell a secret. All else
the gateway checks.
*/ -}}
{{- define "sluice.facts" -}}
{{- $config := fromYaml .Values.config -}}
{{- with $config.Error -}}
  {{- fail (printf "config is not YAML: %s" .) -}}
{{- end -}}
{{- range $name := list "server" "admin" "auth" "store" "providers" "otel" -}}
  {{- if not (kindIs "map" (index $config $name | default dict)) -}}
    {{- fail (printf "config: %s must be a map of keys, is %q" $name (index $config $name | toString)) -}}
  {{- end -}}
{{- end -}}
{{- include "sluice.refuseSecrets" $config -}}
{{- include "sluice.refuseStore" (dict "store" $config.store "values" .Values) -}}
{{- $server := $config.server | default dict -}}
{{- $admin := $config.admin | default dict -}}
{{- if not (or $admin.token $admin.tokens) -}}
  {{- fail "config: admin has no token, and other pods reach its address: add token: \"${env:SLUICE_ADMIN_TOKEN}\"" -}}
{{- end -}}
{{- include "sluice.refuseClients" $admin.tls -}}
{{- $delay := include "sluice.seconds" (dict "path" "server.drain_delay" "value" $server.drain_delay "default" "0s") | int -}}
{{- $drain := include "sluice.seconds" (dict "path" "server.drain" "value" $server.drain "default" "60s") | int -}}
{{- if not $delay -}}
  {{- fail "config: server.drain_delay is 0s, and Kubernetes sends calls to a pod for some seconds after it was told to end: write drain_delay: 5s" -}}
{{- end -}}
{{- dict
  "calls" (include "sluice.port" (dict "path" "server.listen" "value" $server.listen "usual" "0.0.0.0:8080") | int)
  "admin" (include "sluice.port" (dict "path" "admin.listen" "value" $admin.listen "usual" "0.0.0.0:8680") | int)
  "callsTls" (not (empty $server.tls))
  "adminTls" (not (empty $admin.tls))
  "end" (add $delay $drain)
  "watch" (eq (toString $config.reload) "watch")
  "cluster" (contains "true" (include "sluice.readsCluster" $config.auth))
  | toJson -}}
{{- end -}}

{{- /* Whether an issuer is the cluster itself, whose keys are read with a token of the service account. */ -}}
{{- define "sluice.readsCluster" -}}
{{- $jwt := (. | default dict).jwt -}}
{{- $issuers := ternary $jwt dict (kindIs "map" $jwt) | dig "issuers" dict -}}
{{- range $name, $issuer := ternary $issuers dict (kindIs "map" $issuers) -}}
  {{- if and (kindIs "map" $issuer) (eq (toString $issuer.preset) "kubernetes") (not $issuer.jwks) -}}
    true
  {{- end -}}
{{- end -}}
{{- end -}}

{{- /* The probes of Kubernetes show no certificate. */ -}}
{{- define "sluice.refuseClients" -}}
{{- if kindIs "map" . -}}
  {{- if and (kindIs "map" .clients) (ne (toString (.clients | default dict).require) "false") -}}
    {{- fail "config: admin.tls.clients asks everybody for a certificate, and the probes of Kubernetes show none: write require: false" -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- /* The port of an address, which must be one on which a pod is reached. */ -}}
{{- define "sluice.port" -}}
{{- if not (regexMatch "^(0[.]0[.]0[.]0|\\[::\\]):[1-9][0-9]*$" (toString .value)) -}}
  {{- fail (printf "config: %s must be an address on which a pod is reached, is %s: write listen: %s" .path (ternary (toString .value) "not there" (not (empty .value))) .usual) -}}
{{- end -}}
{{- regexFind "[0-9]+$" .value -}}
{{- end -}}

{{- /* A duration in whole seconds, rounded up. */ -}}
{{- define "sluice.seconds" -}}
{{- $text := toString (.value | default .default) -}}
{{- if not (regexMatch "^[0-9]+(ms|s|m|h)$" $text) -}}
  {{- fail (printf "config: %s must be a duration such as %s, is %q" .path .default $text) -}}
{{- end -}}
{{- $milliseconds := index (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000) (regexFind "[a-z]+$" $text) -}}
{{- div (add (mul (regexFind "^[0-9]+" $text | int64) $milliseconds) 999) 1000 -}}
{{- end -}}

{{- /* Several gateways need one store, and a store of files its folder. */ -}}
{{- define "sluice.refuseStore" -}}
{{- if .store -}}
  {{- if and (gt (int .values.replicas) 1) (not .store.url) -}}
    {{- fail (printf "replicas is %d, and each gateway would have teams, keys and budgets of its own: write store: {url: \"${env:SLUICE_STORE_URL}\"} for a PostgreSQL, or replicas: 1" (int .values.replicas)) -}}
  {{- end -}}
  {{- if not (regexMatch "^/var/lib/sluice(/|$)" (toString .store.path)) -}}
    {{- fail (printf "config: store.path must be /var/lib/sluice, where the volume is, is %s" (ternary (toString .store.path) "not there" (not (empty .store.path)))) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- /* A ConfigMap is read by many who may read no Secret. */ -}}
{{- define "sluice.refuseSecrets" -}}
{{- $admin := .admin | default dict -}}
{{- $server := .server | default dict -}}
{{- $store := .store | default dict -}}
{{- $otel := .otel | default dict -}}
{{- $cluster := .cluster | default dict -}}
{{- include "sluice.refuseLiteral" (dict "path" "admin" "value" (pick $admin "token" "tokens")) -}}
{{- if kindIs "map" $admin.scim -}}
  {{- include "sluice.refuseLiteral" (dict "path" "admin.scim" "value" (pick $admin.scim "token" "former")) -}}
{{- end -}}
{{- include "sluice.refuseLiteral" (dict "path" "server.keys" "value" $server.keys) -}}
{{- include "sluice.refuseLiteral" (dict "path" "webhooks" "value" .webhooks) -}}
{{- range $name, $provider := .providers | default dict -}}
  {{- if kindIs "map" $provider -}}
    {{- include "sluice.refuseProvider" (dict "path" (printf "providers.%s" $name) "provider" $provider) -}}
  {{- end -}}
{{- end -}}
{{- include "sluice.refuseHeaders" (dict "path" "otel.headers" "headers" $otel.headers) -}}
{{- if contains "password=" (toString $store.url) -}}
  {{- include "sluice.refuseLiteral" (dict "path" "store.url" "value" $store.url) -}}
{{- end -}}
{{- with regexFind "//[^/]*:[^/]*@" (toString $cluster.redis) -}}
  {{- include "sluice.refuseLiteral" (dict "path" "cluster.redis" "value" .) -}}
{{- end -}}
{{- end -}}

{{- /* Credentials, headers, a password for a proxy, and the key of a certificate as text. */ -}}
{{- define "sluice.refuseProvider" -}}
{{- $path := .path -}}
{{- $provider := .provider -}}
{{- include "sluice.refuseLiteral" (dict "path" $path "value" (pick $provider "key" "keys")) -}}
{{- include "sluice.refuseHeaders" (dict "path" (printf "%s.headers" $path) "headers" $provider.headers) -}}
{{- with regexFind "//[^/]*:[^/]*@" (toString $provider.proxy) -}}
  {{- include "sluice.refuseLiteral" (dict "path" (printf "%s.proxy" $path) "value" .) -}}
{{- end -}}
{{- if kindIs "map" $provider.tls -}}
  {{- include "sluice.refuseLiteral" (dict "path" (printf "%s.tls" $path) "value" (pick $provider.tls "key")) -}}
{{- end -}}
{{- end -}}

{{- /* Headers, whose values may be credentials. */ -}}
{{- define "sluice.refuseHeaders" -}}
{{- $path := .path -}}
{{- range $name, $value := ternary .headers dict (kindIs "map" .headers) -}}
  {{- include "sluice.refuseLiteral" (dict "path" (printf "%s.%s" $path $name) "value" $value) -}}
{{- end -}}
{{- end -}}

{{- /* A list, a map with secrets among its members, or a secret itself. */ -}}
{{- define "sluice.refuseLiteral" -}}
{{- $path := .path -}}
{{- $value := .value -}}
{{- if kindIs "slice" $value -}}
  {{- range $i, $one := $value -}}
    {{- include "sluice.refuseLiteral" (dict "path" (printf "%s[%d]" $path $i) "value" $one) -}}
  {{- end -}}
{{- else if kindIs "map" $value -}}
  {{- range $name := list "key" "keys" "former" "list" "token" "tokens" "secret" "url" -}}
    {{- include "sluice.refuseLiteral" (dict "path" (printf "%s.%s" $path $name) "value" (index $value $name)) -}}
  {{- end -}}
{{- else if and $value (not (contains "${" (toString $value))) -}}
  {{- fail (printf "config: %s is a secret in clear, and a ConfigMap would tell it: put it into a Secret that secrets names, and write \"${env:NAME}\"" $path) -}}
{{- end -}}
{{- end -}}
