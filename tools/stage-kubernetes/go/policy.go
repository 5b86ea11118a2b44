package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// policy is a NetworkPolicy with its selectors ready. One that is not wholly understood isolates what it selects in both
// directions and lets nothing through: a rule that is left out must not open anything.
type policy struct {
	namespace string
	name      string
	selector  labels.Selector
	ingress   *direction // nil: says nothing about it
	egress    *direction
	problem   error // what was not understood
}

// direction isolates; what is in its rules may pass.
type direction struct{ rules []policyRule }

type policyRule struct {
	anyPeer bool
	peers   []policyPeer
	anyPort bool
	ports   []policyPort
}

// policyPeer is a block of addresses, or else pods.
type policyPeer struct {
	block      *addressBlock
	namespaces labels.Selector // nil: the policy's own
	pods       labels.Selector
}

type addressBlock struct {
	prefix netip.Prefix
	except []netip.Prefix
}

type policyPort struct {
	protocol string // tcp, udp, sctp
	first    int32  // 0: all
	last     int32
	name     string // of a container's port, instead of numbers
}

// parsePolicy reads an object as the API server gave it, so that a field we do not know is seen.
func parsePolicy(object *unstructured.Unstructured) policy {
	p := policy{namespace: object.GetNamespace(), name: object.GetName()}
	spec, err := decodeSpec(object.Object["spec"])
	if err == nil {
		err = p.fill(spec)
	}
	if err != nil {
		p.problem = err
		p.ingress, p.egress = &direction{}, &direction{}
		if p.selector, err = selectorIn(object.Object["spec"]); err != nil {
			p.selector = labels.Everything()
		}
	}
	return p
}

func decodeStrictly(value, into any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func decodeSpec(value any) (*networkingv1.NetworkPolicySpec, error) {
	spec := &networkingv1.NetworkPolicySpec{}
	return spec, decodeStrictly(value, spec)
}

// selectorIn reads only whom the policy is about.
func selectorIn(spec any) (labels.Selector, error) {
	fields, isObject := spec.(map[string]any)
	if !isObject {
		return nil, fmt.Errorf("spec is no object")
	}
	var selector metav1.LabelSelector
	if err := decodeStrictly(fields["podSelector"], &selector); err != nil {
		return nil, err
	}
	return metav1.LabelSelectorAsSelector(&selector)
}

func (p *policy) fill(spec *networkingv1.NetworkPolicySpec) error {
	var err error
	if p.selector, err = metav1.LabelSelectorAsSelector(&spec.PodSelector); err != nil {
		return err
	}
	types := spec.PolicyTypes
	if len(types) == 0 {
		// As the API server would have filled it in.
		types = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
		if len(spec.Egress) > 0 {
			types = append(types, networkingv1.PolicyTypeEgress)
		}
	}
	for _, one := range types {
		switch one {
		case networkingv1.PolicyTypeIngress:
			p.ingress = &direction{}
			for _, rule := range spec.Ingress {
				if err := p.ingress.add(rule.From, rule.Ports); err != nil {
					return fmt.Errorf("ingress: %w", err)
				}
			}
		case networkingv1.PolicyTypeEgress:
			p.egress = &direction{}
			for _, rule := range spec.Egress {
				if err := p.egress.add(rule.To, rule.Ports); err != nil {
					return fmt.Errorf("egress: %w", err)
				}
			}
		default:
			return fmt.Errorf("policyTypes: %q is unknown", one)
		}
	}
	return nil
}

func (d *direction) add(peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort) error {
	rule := policyRule{anyPeer: len(peers) == 0, anyPort: len(ports) == 0}
	for _, peer := range peers {
		read, err := parsePeer(peer)
		if err != nil {
			return err
		}
		rule.peers = append(rule.peers, read)
	}
	for _, port := range ports {
		read, err := parsePort(port)
		if err != nil {
			return err
		}
		rule.ports = append(rule.ports, read)
	}
	d.rules = append(d.rules, rule)
	return nil
}

func parsePeer(peer networkingv1.NetworkPolicyPeer) (policyPeer, error) {
	read := policyPeer{pods: labels.Everything()}
	if peer.IPBlock != nil {
		if peer.PodSelector != nil || peer.NamespaceSelector != nil {
			return read, fmt.Errorf("a peer has both ipBlock and a selector")
		}
		block, err := parseBlock(*peer.IPBlock)
		read.block = &block
		return read, err
	}
	if peer.PodSelector == nil && peer.NamespaceSelector == nil {
		return read, fmt.Errorf("a peer has neither ipBlock nor a selector")
	}
	var err error
	if peer.PodSelector != nil {
		if read.pods, err = metav1.LabelSelectorAsSelector(peer.PodSelector); err != nil {
			return read, err
		}
	}
	if peer.NamespaceSelector != nil {
		read.namespaces, err = metav1.LabelSelectorAsSelector(peer.NamespaceSelector)
	}
	return read, err
}

func parseBlock(block networkingv1.IPBlock) (addressBlock, error) {
	prefix, err := netip.ParsePrefix(block.CIDR)
	if err != nil {
		return addressBlock{}, fmt.Errorf("ipBlock: %w", err)
	}
	read := addressBlock{prefix: prefix.Masked()}
	for _, text := range block.Except {
		except, err := netip.ParsePrefix(text)
		if err != nil {
			return addressBlock{}, fmt.Errorf("ipBlock.except: %w", err)
		}
		read.except = append(read.except, except.Masked())
	}
	return read, nil
}

func (b addressBlock) contains(address netip.Addr) bool {
	return b.prefix.Contains(address) && !slices.ContainsFunc(b.except, func(except netip.Prefix) bool { return except.Contains(address) })
}

var protocolNames = map[corev1.Protocol]string{corev1.ProtocolTCP: "tcp", corev1.ProtocolUDP: "udp", corev1.ProtocolSCTP: "sctp"}

func parsePort(port networkingv1.NetworkPolicyPort) (policyPort, error) {
	protocol := corev1.ProtocolTCP
	if port.Protocol != nil {
		protocol = *port.Protocol
	}
	read := policyPort{protocol: protocolNames[protocol]}
	switch {
	case read.protocol == "":
		return read, fmt.Errorf("ports: the protocol %q is unknown", protocol)
	case port.Port == nil && port.EndPort != nil:
		return read, fmt.Errorf("ports: endPort without port")
	case port.Port == nil:
		return read, nil
	case port.Port.Type == intstr.String && port.EndPort != nil:
		return read, fmt.Errorf("ports: endPort with a port's name")
	case port.Port.Type == intstr.String:
		read.name = port.Port.StrVal
		return read, nil
	}
	read.first, read.last = port.Port.IntVal, port.Port.IntVal
	if port.EndPort != nil {
		read.last = *port.EndPort
	}
	if read.first < 1 || read.last < read.first || read.last > 65535 {
		return read, fmt.Errorf("ports: %d to %d is no range", read.first, read.last)
	}
	return read, nil
}
