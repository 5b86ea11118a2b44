package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"sigs.k8s.io/yaml"
)

type settingKind int

const (
	textSetting settingKind = iota
	listSetting
	switchSetting
)

// The keys of config.yaml that are played; each is a flag of `k3s server` too. Where none is cited: the real one's
// pkg/cli/cmds/server.go, as facts/k3s-rancher.md §1 "Other keys" lists it.
var knownSettings = map[string]settingKind{
	"cluster-init": switchSetting, // facts §1 "Datastore"
	"data-dir":     textSetting,   // only the default
	"token":        textSetting,   // facts §1 "Failures"

	"bind-address":            textSetting, // facts §1 "Loopback: the trap"
	"advertise-address":       textSetting,
	"https-listen-port":       textSetting,
	"node-ip":                 listSetting,
	"node-external-ip":        listSetting,
	"tls-san":                 listSetting,
	"tls-san-security":        switchSetting,
	"node-name":               textSetting,
	"node-label":              listSetting,
	"node-taint":              listSetting,
	"resolv-conf":             textSetting,
	"flannel-backend":         textSetting,
	"cluster-cidr":            listSetting,
	"service-cidr":            listSetting,
	"cluster-dns":             listSetting,
	"cluster-domain":          textSetting,
	"service-node-port-range": textSetting,

	"disable":                  listSetting,
	"disable-cloud-controller": switchSetting,
	"disable-network-policy":   switchSetting,
	"disable-helm-controller":  switchSetting,

	"write-kubeconfig-mode":   textSetting,
	"write-kubeconfig-group":  textSetting,
	"secrets-encryption":      switchSetting,
	"protect-kernel-defaults": switchSetting,
	"prefer-bundled-bin":      switchSetting,

	"system-default-registry":           textSetting,
	"disable-default-registry-endpoint": switchSetting,
	"pause-image":                       textSetting,

	"kube-apiserver-arg":          listSetting,
	"kube-controller-manager-arg": listSetting,
	"kube-scheduler-arg":          listSetting,
	"kube-proxy-arg":              listSetting,
	"kubelet-arg":                 listSetting,
	"etcd-arg":                    listSetting,

	"etcd-expose-metrics":         switchSetting,
	"etcd-disable-snapshots":      switchSetting,
	"etcd-snapshot-name":          textSetting,
	"etcd-snapshot-dir":           textSetting,
	"etcd-snapshot-schedule-cron": textSetting,
	"etcd-snapshot-retention":     textSetting,
	"etcd-snapshot-compress":      switchSetting,

	"cluster-reset":              switchSetting,
	"cluster-reset-restore-path": textSetting,
}

// settings are what was asked for, by key; a text or a switch has one value.
type settings map[string][]string

func (s settings) text(key string) string {
	if values := s[key]; len(values) > 0 {
		return values[len(values)-1]
	}
	return ""
}

// list also takes several values with commas between, as the real one's flags do.
func (s settings) list(key string) []string {
	var all []string
	for _, value := range s[key] {
		for _, part := range strings.Split(value, ",") {
			if part = strings.TrimSpace(part); part != "" {
				all = append(all, part)
			}
		}
	}
	return all
}

func (s settings) isOn(key string) bool { return s.text(key) == "true" }

// readSettings reads config.yaml, then config.yaml.d in the order of the alphabet. A later value replaces an earlier
// one; a key that ends in + adds to it (facts/k3s-rancher.md §1).
func readSettings(file, folder string) (settings, error) {
	files := []string{}
	if _, err := os.Stat(file); err == nil {
		files = append(files, file)
	} else if !os.IsNotExist(err) {
		return nil, err
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	for _, entry := range entries {
		if !entry.IsDir() && slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(entry.Name())) {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	all := settings{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := all.add(name, text); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s settings) add(file string, text []byte) error {
	document := map[string]any{}
	if err := yaml.UnmarshalStrict(text, &document); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	keys := make([]string, 0, len(document))
	for key := range document {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		name, appends := strings.CutSuffix(key, "+")
		values, err := settingValues(name, document[key])
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if appends {
			values = append(slices.Clone(s[name]), values...)
		}
		s[name] = values
	}
	return nil
}

func settingValues(key string, value any) ([]string, error) {
	kind, found := knownSettings[key]
	if !found {
		return nil, fmt.Errorf("the stage's k3s does not know the key %q (the real one would warn and go on, or knows more than we play)", key)
	}
	if items, isList := value.([]any); isList {
		if kind != listSetting {
			return nil, fmt.Errorf("%s takes one value, not a list", key)
		}
		values := make([]string, 0, len(items))
		for _, item := range items {
			text, err := scalarText(key, item)
			if err != nil {
				return nil, err
			}
			values = append(values, text)
		}
		return values, nil
	}
	text, err := scalarText(key, value)
	if err != nil {
		return nil, err
	}
	if kind == switchSetting && text != "true" && text != "false" {
		return nil, fmt.Errorf("%s is true or false, not %q", key, text)
	}
	return []string{text}, nil
}

func scalarText(key string, value any) (string, error) {
	switch known := value.(type) {
	case string:
		return known, nil
	case bool:
		return fmt.Sprintf("%t", known), nil
	case float64:
		return fmt.Sprintf("%v", int64(known)), nil
	}
	return "", fmt.Errorf("%s has a value that is neither text, number nor true or false", key)
}

// addFlags reads --key value, --key=value and --switch: what stands on the command line replaces config.yaml.
func (s settings) addFlags(arguments []string) error {
	given := settings{}
	for len(arguments) > 0 {
		argument := arguments[0]
		arguments = arguments[1:]
		name, isFlag := strings.CutPrefix(argument, "--")
		if !isFlag {
			return fmt.Errorf("%q is not a flag of k3s server", argument)
		}
		key, value, hasValue := strings.Cut(name, "=")
		kind, found := knownSettings[key]
		switch {
		case !found:
			return fmt.Errorf("the stage's k3s does not play the flag --%s", key)
		case !hasValue && kind == switchSetting:
			value = "true"
		case !hasValue && len(arguments) == 0:
			return fmt.Errorf("--%s needs a value", key)
		case !hasValue:
			value = arguments[0]
			arguments = arguments[1:]
		}
		values, err := settingValues(key, value)
		if err != nil {
			return err
		}
		if kind == listSetting {
			values = append(given[key], values...)
		}
		given[key] = values
	}
	for key, values := range given {
		s[key] = values
	}
	return nil
}

// The variables of the environment that are played; what the real one also reads is refused.
var knownVariables = map[string]string{"K3S_TOKEN": "token", "K3S_KUBECONFIG_MODE": "write-kubeconfig-mode", "K3S_NODE_NAME": "node-name"}

func (s settings) addEnvironment(environment []string) error {
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, "K3S_") || value == "" {
			continue
		}
		key, found := knownVariables[name]
		if !found {
			return fmt.Errorf("the stage's k3s does not play the variable %s", name)
		}
		if _, given := s[key]; !given {
			s[key] = []string{value}
		}
	}
	return nil
}
