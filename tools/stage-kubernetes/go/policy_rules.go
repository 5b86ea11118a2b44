package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"
)

// The table that is ours; it is replaced as a whole, so that no packet sees half of it.
const policyTable = "kapsule"

// networkFacts are all that the rules of a node follow from.
type networkFacts struct {
	nodes      []netip.Addr // all, this one among them
	namespaces map[string]labels.Set
	pods       []podFacts
	policies   []policy
}

// podFacts is a pod with an address of its own.
type podFacts struct {
	namespace string
	name      string
	address   netip.Addr
	labels    labels.Set
	ports     []containerPort
	isLocal   bool // on this node
}

type containerPort struct {
	name     string
	protocol string
	number   int32
}

// formatRules is the program for nft. Each packet between pods passes the rules of the sender's node and of the
// receiver's: what leaves a pod is judged on its own node, after the Service's address was translated, and so is what
// reaches one. What the node itself sends, as a probe is, passes (Kubernetes: "Network Policies", "node").
func (f networkFacts) formatRules() string {
	var chains strings.Builder
	var leaving, arriving []string
	judged := map[netip.Addr]bool{}
	for _, pod := range f.pods {
		// One that has ended may still be told with an address that is another's by now.
		if !pod.isLocal || judged[pod.address] {
			continue
		}
		judged[pod.address] = true
		selecting := f.selecting(pod)
		if text, isIsolated := f.chain(pod, selecting, true); isIsolated {
			leaving = append(leaving, fmt.Sprintf("%s : jump egress_%s", pod.address, pod.address))
			chains.WriteString(text)
		}
		if text, isIsolated := f.chain(pod, selecting, false); isIsolated {
			arriving = append(arriving, fmt.Sprintf("%s : jump ingress_%s", pod.address, pod.address))
			chains.WriteString(text)
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "table inet %s\ndelete table inet %s\ntable inet %s {\n", policyTable, policyTable, policyTable)
	text.WriteString(chains.String())
	text.WriteString("\tchain forward {\n\t\ttype filter hook forward priority filter - 5; policy accept;\n")
	// The cluster speaks IPv4 only; what pods could say to each other besides would not be judged.
	text.WriteString("\t\tmeta nfproto ipv6 iifname \"cni0\" drop\n")
	// Outside of its node a pod has the node's address: it could wrap up a packet from whomever it likes.
	fmt.Fprintf(&text, "\t\tiifname \"cni0\" ip daddr { %s } udp dport %d drop\n", joinAddresses(f.nodes), overlayPort)
	text.WriteString("\t\tct state established,related accept\n")
	writeVerdicts(&text, "saddr", leaving)
	writeVerdicts(&text, "daddr", arriving)
	text.WriteString("\t}\n\tchain input {\n\t\ttype filter hook input priority filter - 5; policy accept;\n\t\tmeta nfproto ipv6 iifname \"cni0\" drop\n")
	// Only nodes may bring packets in as if they were pods'.
	fmt.Fprintf(&text, "\t\tudp dport %d ip saddr != { %s } drop\n\t\tct state established,related accept\n", overlayPort, joinAddresses(f.nodes))
	writeVerdicts(&text, "saddr", leaving)
	text.WriteString("\t}\n}\n")
	return text.String()
}

func writeVerdicts(text *strings.Builder, side string, verdicts []string) {
	if len(verdicts) > 0 {
		fmt.Fprintf(text, "\t\tip %s vmap { %s }\n", side, strings.Join(verdicts, ", "))
	}
}

func (f networkFacts) selecting(pod podFacts) []policy {
	found := []policy{}
	for _, one := range f.policies {
		if one.namespace == pod.namespace && one.selector.Matches(pod.labels) {
			found = append(found, one)
		}
	}
	return found
}

// chain lets pass, by going back, what any of the policies lets pass, and drops the rest. Without a policy for the
// direction there is none.
func (f networkFacts) chain(pod podFacts, policies []policy, isEgress bool) (string, bool) {
	name, other := "ingress", "saddr"
	if isEgress {
		name, other = "egress", "daddr"
	}
	isIsolated := false
	// A pod that reaches itself through its Service is not kept from it.
	lines := []string{fmt.Sprintf("ip %s %s return", other, pod.address)}
	for _, one := range policies {
		side := one.ingress
		if isEgress {
			side = one.egress
		}
		if side == nil {
			continue
		}
		isIsolated = true
		for _, rule := range side.rules {
			for _, match := range f.matches(one, rule, pod, isEgress) {
				lines = append(lines, strings.TrimSpace(match+" return"))
			}
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "\tchain %s_%s { # %s/%s\n", name, pod.address, pod.namespace, pod.name)
	for _, line := range append(lines, "drop") {
		fmt.Fprintf(&text, "\t\t%s\n", line)
	}
	text.WriteString("\t}\n")
	return text.String(), isIsolated
}

// matches are the conditions under which the rule lets a packet of the pod pass; one that is empty is always met.
func (f networkFacts) matches(p policy, rule policyRule, pod podFacts, isEgress bool) []string {
	found := []string{}
	peers := rule.peers
	if rule.anyPeer {
		peers = []policyPeer{{block: &addressBlock{prefix: netip.MustParsePrefix("0.0.0.0/0")}}}
	}
	for _, peer := range peers {
		others := f.podsOf(p, peer)
		from := peer.match(others, isEgress)
		if rule.anyPeer {
			from = "meta nfproto ipv4"
		}
		if from == "" {
			continue
		}
		if rule.anyPort {
			found = append(found, from)
		}
		for _, port := range rule.ports {
			switch {
			case port.name == "":
				found = append(found, from+" "+port.match())
			case isEgress:
				// The name is one of the receiver's.
				for _, other := range others {
					for _, number := range other.portsNamed(port) {
						found = append(found, fmt.Sprintf("ip daddr %s %s dport %d", other.address, port.protocol, number))
					}
				}
			default:
				for _, number := range pod.portsNamed(port) {
					found = append(found, fmt.Sprintf("%s %s dport %d", from, port.protocol, number))
				}
			}
		}
	}
	return found
}

// podsOf are the pods that the peer means, or that are within its block.
func (f networkFacts) podsOf(p policy, peer policyPeer) []podFacts {
	return slices.DeleteFunc(slices.Clone(f.pods), func(other podFacts) bool {
		if peer.block != nil {
			return !peer.block.contains(other.address)
		}
		if peer.namespaces == nil {
			return other.namespace != p.namespace || !peer.pods.Matches(other.labels)
		}
		namespace, isKnown := f.namespaces[other.namespace]
		return !isKnown || !peer.namespaces.Matches(namespace) || !peer.pods.Matches(other.labels)
	})
}

// match is empty when nobody is meant.
func (peer policyPeer) match(pods []podFacts, isEgress bool) string {
	side := "saddr"
	if isEgress {
		side = "daddr"
	}
	if peer.block != nil {
		if !peer.block.prefix.Addr().Is4() {
			return ""
		}
		text := fmt.Sprintf("ip %s %s", side, peer.block.prefix)
		for _, except := range peer.block.except {
			if except.Addr().Is4() {
				text += fmt.Sprintf(" ip %s != %s", side, except)
			}
		}
		return text
	}
	if len(pods) == 0 {
		return ""
	}
	addresses := []netip.Addr{}
	for _, pod := range pods {
		addresses = append(addresses, pod.address)
	}
	return fmt.Sprintf("ip %s { %s }", side, joinAddresses(addresses))
}

func (port policyPort) match() string {
	switch {
	case port.first == 0:
		return "meta l4proto " + port.protocol
	case port.first == port.last:
		return fmt.Sprintf("%s dport %d", port.protocol, port.first)
	}
	return fmt.Sprintf("%s dport %d-%d", port.protocol, port.first, port.last)
}

func (pod podFacts) portsNamed(wanted policyPort) []int32 {
	numbers := []int32{}
	for _, port := range pod.ports {
		if port.name == wanted.name && port.protocol == wanted.protocol {
			numbers = append(numbers, port.number)
		}
	}
	return numbers
}

func joinAddresses(addresses []netip.Addr) string {
	sorted := slices.Clone(addresses)
	slices.SortFunc(sorted, netip.Addr.Compare)
	texts := []string{}
	for _, address := range slices.Compact(sorted) {
		texts = append(texts, address.String())
	}
	return strings.Join(texts, ", ")
}
