package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
)

// networkKeeper keeps the way to other nodes' pods, and the rules, at what the cluster says. When it ends, both stay as
// they are in the kernel.
type networkKeeper struct {
	node        string
	overlay     *overlay
	client      *kubernetes.Clientset
	environment []string

	nodes      corelisters.NodeLister
	pods       corelisters.PodLister
	namespaces corelisters.NamespaceLister
	policies   cache.GenericLister
	changed    chan struct{}

	mutex    sync.Mutex
	assigned map[string]netip.Addr // of this node's pods that the API does not know yet, by namespace/name
	told     map[string]bool       // policies that were complained about, by UID and generation
	peers    []peer
	rules    string
}

// start comes back once all that is known holds.
func (k *networkKeeper) start(ctx context.Context, objects dynamic.Interface) error {
	typed := informers.NewSharedInformerFactory(k.client, 0)
	untyped := dynamicinformer.NewDynamicSharedInformerFactory(objects, 0)
	core := typed.Core().V1()
	policies := untyped.ForResource(networkingv1.SchemeGroupVersion.WithResource("networkpolicies"))
	k.nodes, k.pods, k.namespaces, k.policies = core.Nodes().Lister(), core.Pods().Lister(), core.Namespaces().Lister(), policies.Lister()
	k.changed = make(chan struct{}, 1)
	watched := []cache.SharedIndexInformer{core.Nodes().Informer(), core.Pods().Informer(), core.Namespaces().Informer(), policies.Informer()}
	synced := []cache.InformerSynced{}
	for _, informer := range watched {
		if err := signalChanges(informer, k.changed); err != nil {
			return err
		}
		synced = append(synced, informer.HasSynced)
	}
	typed.Start(ctx.Done())
	untyped.Start(ctx.Done())
	if !cache.WaitForCacheSync(ctx.Done(), synced...) {
		return ctx.Err()
	}
	if err := k.update(ctx); err != nil {
		return err
	}
	go repeatAt(ctx, k.changed, "The network of pods", func() error { return k.update(ctx) })
	return nil
}

// update changes nothing when nothing has to change: most of what the API tells does not concern the network.
func (k *networkKeeper) update(ctx context.Context) error {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	nodes, err := k.nodes.List(labels.Everything())
	if err != nil {
		return err
	}
	if peers := peersOf(nodes, k.node); k.peers == nil || !slices.Equal(peers, k.peers) {
		if err := k.overlay.set(peers); err != nil {
			return err
		}
		k.peers = peers
	}
	facts, err := k.facts(ctx)
	if err != nil {
		return err
	}
	rules := facts.formatRules()
	if rules == k.rules {
		return nil
	}
	command := exec.CommandContext(ctx, "nft", "--file", "-")
	command.Stdin = strings.NewReader(rules)
	if err := runIn(k.environment, command); err != nil {
		return fmt.Errorf("NetworkPolicies: %w", err)
	}
	k.rules = rules
	return nil
}

func (k *networkKeeper) facts(ctx context.Context) (networkFacts, error) {
	facts := networkFacts{namespaces: map[string]labels.Set{}, nodes: []netip.Addr{k.overlay.address}}
	for _, other := range k.peers {
		facts.nodes = append(facts.nodes, other.address)
	}
	namespaces, err := k.namespaces.List(labels.Everything())
	if err != nil {
		return facts, err
	}
	for _, namespace := range namespaces {
		facts.namespaces[namespace.Name] = namespace.Labels
	}
	pods, err := k.pods.List(labels.Everything())
	if err != nil {
		return facts, err
	}
	existing := map[string]bool{}
	for _, pod := range pods {
		existing[pod.Namespace+"/"+pod.Name] = true
	}
	maps.DeleteFunc(k.assigned, func(pod string, _ netip.Addr) bool { return !existing[pod] })
	for _, pod := range pods {
		if known, hasAddress := describePod(pod, k.node, k.assigned); hasAddress {
			facts.pods = append(facts.pods, known)
		}
	}
	slices.SortFunc(facts.pods, func(a, b podFacts) int {
		return strings.Compare(a.namespace+"/"+a.name, b.namespace+"/"+b.name)
	})
	found, err := k.policies.List(labels.Everything())
	if err != nil {
		return facts, err
	}
	for _, one := range found {
		object := one.(*unstructured.Unstructured)
		parsed := parsePolicy(object)
		if parsed.problem != nil {
			k.complain(ctx, object, parsed.problem)
		}
		facts.policies = append(facts.policies, parsed)
	}
	slices.SortFunc(facts.policies, func(a, b policy) int {
		return strings.Compare(a.namespace+"/"+a.name, b.namespace+"/"+b.name)
	})
	return facts, nil
}

// describePod tells what the rules need of a pod; one in the network of its node, or that has ended, has no address.
func describePod(pod *corev1.Pod, node string, assigned map[string]netip.Addr) (podFacts, bool) {
	isLocal := pod.Spec.NodeName == node
	if pod.Spec.HostNetwork || pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
		return podFacts{}, false
	}
	address, isAssigned := assigned[pod.Namespace+"/"+pod.Name]
	if !isLocal || !isAssigned {
		var err error
		if address, err = netip.ParseAddr(pod.Status.PodIP); err != nil || !address.Is4() {
			return podFacts{}, false
		}
		// A pod that is ending may have lost its address to a new one before the API knows.
		for _, taken := range assigned {
			if taken == address {
				return podFacts{}, false
			}
		}
	}
	described := podFacts{namespace: pod.Namespace, name: pod.Name, address: address, labels: pod.Labels, isLocal: isLocal}
	// Containers that begin before the others may stay, as sidecars do, and have ports.
	for _, container := range append(slices.Clone(pod.Spec.Containers), pod.Spec.InitContainers...) {
		for _, port := range container.Ports {
			described.ports = append(described.ports, containerPort{port.Name, protocolNames[port.Protocol], port.ContainerPort})
		}
	}
	return described, true
}

// complain says in the log, and as an Event of the policy, that it keeps everything out and why.
func (k *networkKeeper) complain(ctx context.Context, object *unstructured.Unstructured, problem error) {
	key := fmt.Sprintf("%s %d", object.GetUID(), object.GetGeneration())
	if k.told[key] {
		return
	}
	k.told[key] = true
	logWarning("NetworkPolicy %s/%s lets nothing through, as it was not understood: %v", object.GetNamespace(), object.GetName(), problem)
	now := metav1.NewTime(time.Now())
	event := &corev1.Event{ObjectMeta: metav1.ObjectMeta{GenerateName: object.GetName() + ".", Namespace: object.GetNamespace()},
		InvolvedObject: corev1.ObjectReference{APIVersion: object.GetAPIVersion(), Kind: object.GetKind(), Namespace: object.GetNamespace(), Name: object.GetName(), UID: object.GetUID()},
		Type:           corev1.EventTypeWarning, Reason: "NotUnderstood", Message: "It lets nothing through: " + problem.Error(),
		Source: corev1.EventSource{Component: "kapsule", Host: k.node}, FirstTimestamp: now, LastTimestamp: now, Count: 1}
	// Rules do not wait for it.
	go func() {
		limited, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		if _, err := k.client.CoreV1().Events(event.Namespace).Create(limited, event, metav1.CreateOptions{}); err != nil {
			logWarning("The event about it could not be written: %v", err)
		}
	}()
}

// assign makes the rules ready for a pod that is about to begin: its containers start when this comes back.
func (k *networkKeeper) assign(ctx context.Context, namespace, name, uid string, address netip.Addr) error {
	for {
		// What the kubelet knows, this process may hear of a moment later.
		pod, err := k.pods.Pods(namespace).Get(name)
		if err == nil && (uid == "" || string(pod.UID) == uid) {
			break
		}
		if !pause(ctx, 10*time.Millisecond) {
			return errors.Join(fmt.Errorf("pod %s/%s is not known: %w", namespace, name, ctx.Err()), err)
		}
	}
	k.mutex.Lock()
	// An address that is given again is no longer the one's who had it.
	maps.DeleteFunc(k.assigned, func(_ string, other netip.Addr) bool { return other == address })
	k.assigned[namespace+"/"+name] = address
	k.mutex.Unlock()
	return k.update(ctx)
}

func (k *networkKeeper) release(namespace, name string, address netip.Addr) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if key := namespace + "/" + name; k.assigned[key] == address {
		delete(k.assigned, key)
	}
	select {
	case k.changed <- struct{}{}:
	default:
	}
}
