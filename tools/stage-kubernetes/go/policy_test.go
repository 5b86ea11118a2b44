package main

import (
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/yaml"
)

func policyOf(t *testing.T, spec string) policy {
	t.Helper()
	text, err := yaml.YAMLToJSON([]byte("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {namespace: shop, name: p}, spec: " + spec + "}"))
	if err != nil {
		t.Fatal(err)
	}
	object := &unstructured.Unstructured{}
	if err := json.Unmarshal(text, &object.Object); err != nil {
		t.Fatal(err)
	}
	return parsePolicy(object)
}

// A shop: its web pod is on this node, its database and a neighbour's pod are elsewhere.
func shop(policies ...policy) networkFacts {
	pod := func(namespace, name, address string, isLocal bool, ports ...containerPort) podFacts {
		return podFacts{namespace, name, netip.MustParseAddr(address), labels.Set{"app": name}, ports, isLocal}
	}
	return networkFacts{nodes: []netip.Addr{netip.MustParseAddr("192.0.2.1")}, policies: policies,
		namespaces: map[string]labels.Set{"shop": {"name": "shop"}, "next": {"name": "next"}},
		pods: []podFacts{
			pod("next", "client", "100.64.1.9", false),
			pod("shop", "db", "100.64.1.2", false, containerPort{"sql", "tcp", 5432}),
			pod("shop", "web", "100.64.0.2", true, containerPort{"http", "tcp", 8080}, containerPort{"http", "udp", 8081}),
		}}
}

// The lines of the web pod's chain between what every chain begins and ends with; nil when there is no chain.
func linesOf(rules, chain string) []string {
	_, rest, found := strings.Cut(rules, "chain "+chain+"_100.64.0.2 {")
	if !found {
		return nil
	}
	body, _, _ := strings.Cut(rest, "}\n\tchain")
	lines := []string{}
	for _, line := range strings.Split(body, "\n\t\t")[1:] {
		lines = append(lines, strings.TrimSpace(line))
	}
	last := strings.TrimSpace(strings.TrimSuffix(lines[len(lines)-1], "}"))
	if last != "drop" || !strings.HasSuffix(lines[0], "100.64.0.2 return") {
		return []string{"an unexpected chain: " + body}
	}
	return lines[1 : len(lines)-1]
}

func TestPoliciesBecomeRules(t *testing.T) {
	for _, one := range []struct {
		name, spec      string
		ingress, egress []string
	}{
		{"everything in is denied", `{podSelector: {}, policyTypes: [Ingress]}`, []string{}, nil},
		{"everything out is denied", `{podSelector: {}, policyTypes: [Egress]}`, nil, []string{}},
		{"without types it is about what comes in, and about what goes out when it says so",
			`{podSelector: {}, egress: [{}]}`, []string{}, []string{"meta nfproto ipv4 return"}},
		{"another pod is meant", `{podSelector: {matchLabels: {app: db}}}`, nil, nil},
		{"all may come in", `{podSelector: {matchLabels: {app: web}}, ingress: [{}]}`, []string{"meta nfproto ipv4 return"}, nil},
		{"pods of the namespace, by name of the port", `{podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: http}]}]}`,
			[]string{"ip saddr { 100.64.0.2, 100.64.1.2 } tcp dport 8080 return"}, nil},
		{"pods of other namespaces", `{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {name: next}}, podSelector: {matchLabels: {app: client}}}]}]}`,
			[]string{"ip saddr { 100.64.1.9 } return"}, nil},
		{"nobody is meant", `{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: none}}}]}]}`, []string{}, nil},
		{"a block with holes and ranges of ports", `{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.1.2.3/8, except: [10.1.0.0/16, 10.2.0.0/16]}}], ports: [{port: 80, endPort: 90}, {protocol: UDP}]}]}`,
			[]string{"ip saddr 10.0.0.0/8 ip saddr != 10.1.0.0/16 ip saddr != 10.2.0.0/16 tcp dport 80-90 return",
				"ip saddr 10.0.0.0/8 ip saddr != 10.1.0.0/16 ip saddr != 10.2.0.0/16 meta l4proto udp return"}, nil},
		{"a block of IPv6 opens nothing", `{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: "::/0"}}]}]}`, []string{}, nil},
		{"out by the name that the receiver has for the port", `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}], ports: [{port: sql}, {port: 53, protocol: UDP}]}]}`,
			nil, []string{"ip daddr 100.64.1.2 tcp dport 5432 return", "ip daddr { 100.64.0.2, 100.64.1.2 } udp dport 53 return"}},
		{"out to any that has the name", `{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: sql}]}]}`, nil, []string{"ip daddr 100.64.1.2 tcp dport 5432 return"}},
	} {
		p := policyOf(t, one.spec)
		if p.problem != nil {
			t.Errorf("%s: %v", one.name, p.problem)
		}
		rules := shop(p).formatRules()
		if got := linesOf(rules, "ingress"); !slices.Equal(got, one.ingress) || (got == nil) != (one.ingress == nil) {
			t.Errorf("%s: in: %q", one.name, got)
		}
		if got := linesOf(rules, "egress"); !slices.Equal(got, one.egress) || (got == nil) != (one.egress == nil) {
			t.Errorf("%s: out: %q", one.name, got)
		}
	}
}

func TestWhatSeveralPoliciesAllowAddsUp(t *testing.T) {
	rules := shop(policyOf(t, `{podSelector: {}}`), policyOf(t, `{podSelector: {}, ingress: [{ports: [{port: 80}]}]}`)).formatRules()
	if got := linesOf(rules, "ingress"); !slices.Equal(got, []string{"meta nfproto ipv4 tcp dport 80 return"}) {
		t.Errorf("%q", got)
	}
	if !strings.Contains(rules, "ip daddr vmap { 100.64.0.2 : jump ingress_100.64.0.2 }") || strings.Contains(rules, "ip saddr vmap") {
		t.Error(rules)
	}
}

func TestAPolicyThatIsNotUnderstoodLetsNothingThrough(t *testing.T) {
	for _, spec := range []string{
		`{podSelector: {}, ingress: [{from: [{serviceAccounts: {}}]}]}`,
		`{podSelector: {}, priority: 1, ingress: [{}]}`,
		`{podSelector: {}, policyTypes: [Ingress, Sideways], ingress: [{}]}`,
		`{podSelector: {}, ingress: [{ports: [{protocol: ICMP}]}]}`,
		`{podSelector: {}, ingress: [{ports: [{port: http, endPort: 90}]}]}`,
		`{podSelector: {}, ingress: [{ports: [{port: 90, endPort: 80}]}]}`,
		`{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: somewhere}}]}]}`,
		`{podSelector: {}, ingress: [{from: [{}]}]}`,
		`{podSelector: {matchFancy: {}}, ingress: [{}]}`,
	} {
		p := policyOf(t, spec)
		rules := shop(p).formatRules()
		for _, chain := range []string{"ingress", "egress"} {
			if got := linesOf(rules, chain); p.problem == nil || got == nil || len(got) > 0 {
				t.Errorf("%s: %v, %s: %q", spec, p.problem, chain, got)
			}
		}
	}
	if p := policyOf(t, `{podSelector: {matchLabels: {app: db}}, unknown: 1}`); linesOf(shop(p).formatRules(), "ingress") != nil {
		t.Error("a pod that it does not select is isolated")
	}
}

func TestOnlyNodesMayBringPacketsOfPods(t *testing.T) {
	rules := shop().formatRules()
	for _, wanted := range []string{"udp dport 8472 ip saddr != { 192.0.2.1 } drop", "iifname \"cni0\" ip daddr { 192.0.2.1 } udp dport 8472 drop"} {
		if !strings.Contains(rules, wanted) {
			t.Error(rules)
		}
	}
}

func TestOnlyPodsWithAnAddressOfTheirOwnAreKnown(t *testing.T) {
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "web"}, Spec: corev1.PodSpec{NodeName: "here"}}
	if _, found := describePod(pod, "here", nil); found {
		t.Error("it has none yet")
	}
	assigned := map[string]netip.Addr{"shop/web": netip.MustParseAddr("100.64.0.7")}
	if known, found := describePod(pod, "here", assigned); !found || !known.isLocal || known.address.String() != "100.64.0.7" {
		t.Error("its address is known before the API knows it")
	}
	pod.Status.PodIP = "100.64.1.2"
	if known, found := describePod(pod, "there", assigned); !found || known.isLocal || known.address.String() != "100.64.1.2" {
		t.Error("a pod elsewhere has the address that the API tells")
	}
	if _, found := describePod(pod, "here", map[string]netip.Addr{"shop/new": netip.MustParseAddr("100.64.1.2")}); found {
		t.Error("its address is another's by now")
	}
	pod.Status.Phase = corev1.PodSucceeded
	if _, found := describePod(pod, "here", assigned); found {
		t.Error("it has ended")
	}
	pod.Status.Phase, pod.Spec.HostNetwork = corev1.PodRunning, true
	if _, found := describePod(pod, "here", nil); found {
		t.Error("it has the node's")
	}
}
