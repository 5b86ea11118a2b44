package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	clientcmd "k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
)

func newKubernetesClient(kubeconfig string) (*kubernetes.Clientset, error) {
	config, err := clientConfiguration(kubeconfig)
	if err != nil {
		return nil, err
	}
	return kubernetes.NewForConfig(config)
}

// newDynamicClient gives objects with all fields that they have, also those we do not know.
func newDynamicClient(kubeconfig string) (*dynamic.DynamicClient, error) {
	config, err := clientConfiguration(kubeconfig)
	if err != nil {
		return nil, err
	}
	return dynamic.NewForConfig(config)
}

func clientConfiguration(kubeconfig string) (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = 50, 100
	return config, nil
}

// quietClients keeps out of the log what this process's own clients say: that v1 Endpoints are deprecated, which the
// Service `kubernetes` has nevertheless, and each attempt to reach an etcd that is not there yet.
func quietClients() {
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
}

func isReady(ctx context.Context, client *kubernetes.Clientset) error {
	status := 0
	err := client.RESTClient().Get().AbsPath("/readyz").Do(ctx).StatusCode(&status).Error()
	if err == nil && status != http.StatusOK {
		return fmt.Errorf("/readyz answers %d", status)
	}
	return err
}

// publishAPI makes the endpoint of the Service `kubernetes`: the advertised address and the public port.
func publishAPI(ctx context.Context, client *kubernetes.Clientset, address string, port int32) error {
	name, https, tcp, ready := "kubernetes", "https", corev1.ProtocolTCP, true
	endpoints := &corev1.Endpoints{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{discoveryv1.LabelSkipMirror: "true"}},
		Subsets:    []corev1.EndpointSubset{{Addresses: []corev1.EndpointAddress{{IP: address}}, Ports: []corev1.EndpointPort{{Name: https, Port: port, Protocol: tcp}}}}}
	slice := &discoveryv1.EndpointSlice{
		ObjectMeta:  metav1.ObjectMeta{Name: name, Labels: map[string]string{discoveryv1.LabelServiceName: name}},
		AddressType: discoveryv1.AddressTypeIPv4,
		Endpoints:   []discoveryv1.Endpoint{{Addresses: []string{address}, Conditions: discoveryv1.EndpointConditions{Ready: &ready}}},
		Ports:       []discoveryv1.EndpointPort{{Name: &https, Port: &port, Protocol: &tcp}}}
	if _, err := client.CoreV1().Endpoints("default").Create(ctx, endpoints, metav1.CreateOptions{}); apierrors.IsAlreadyExists(err) {
		if _, err := client.CoreV1().Endpoints("default").Update(ctx, endpoints, metav1.UpdateOptions{}); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	_, err := client.DiscoveryV1().EndpointSlices("default").Create(ctx, slice, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		_, err = client.DiscoveryV1().EndpointSlices("default").Update(ctx, slice, metav1.UpdateOptions{})
	}
	return err
}

var errNoPodCIDR = errors.New("the node has no addresses for pods yet")

// settleNode gives the registered node the labels a k3s server has, and answers with its addresses for pods.
func settleNode(ctx context.Context, client *kubernetes.Clientset, name string) (string, error) {
	node, err := client.CoreV1().Nodes().Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return "", err
	}
	missing := false
	for _, role := range []string{"node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/etcd"} {
		if node.Labels[role] != "true" {
			node.Labels[role] = "true"
			missing = true
		}
	}
	if missing {
		if node, err = client.CoreV1().Nodes().Update(ctx, node, metav1.UpdateOptions{}); err != nil {
			return "", err
		}
	}
	if node.Spec.PodCIDR == "" {
		return "", errNoPodCIDR
	}
	return node.Spec.PodCIDR, nil
}
