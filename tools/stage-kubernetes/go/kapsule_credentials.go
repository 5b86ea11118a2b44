package main

import (
	"crypto/x509/pkix"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/util/validation"
)

// runNodeCredentials prints what a new node needs. The control plane has been started once; it need not run.
func runNodeCredentials(arguments []string) error {
	flags := flag.NewFlagSet("kapsule node-credentials", flag.ContinueOnError)
	directory := flags.String("directory", "", "folder of the control plane")
	name := flags.String("name", "", "of the node")
	address := flags.String("address", "", "of the node")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if problems := validation.IsDNS1123Subdomain(*name); len(problems) > 0 {
		return fmt.Errorf("--name=%s: %s", *name, problems[0])
	}
	if err := checkAddress("--address", *address); err != nil {
		return err
	}
	c := &controlPlaneConfiguration{}
	if err := readStrictly(filepath.Join(*directory, configurationCopy), c); err != nil {
		return fmt.Errorf("--directory: no control plane was started there: %w", err)
	}
	credentials, err := c.issueNodeCredentials(*name, *address)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(credentials)
}

func (c *controlPlaneConfiguration) issueNodeCredentials(name, address string) (nodeCredentials, error) {
	ca, err := readAuthority(c.tls(""), "ca")
	if err != nil {
		return nodeCredentials{}, err
	}
	credentials := nodeCredentials{Server: c.ownURL(), ServerName: c.Names[0], Authority: string(encodePem("CERTIFICATE", ca.certificate.Raw))}
	nodeName := "system:node:" + name
	issue := func(pair *keyPair, subject pkix.Name, names ...string) error {
		certificate, key, err := ca.issue(subject, names)
		if err != nil {
			return err
		}
		text, err := encodeKey(key)
		*pair = keyPair{string(encodePem("CERTIFICATE", certificate)), string(text)}
		return err
	}
	return credentials, errors.Join(
		issue(&credentials.Kubelet, pkix.Name{CommonName: nodeName, Organization: []string{"system:nodes"}}),
		issue(&credentials.KubeletServing, pkix.Name{CommonName: nodeName, Organization: []string{"system:nodes"}}, name, address, "127.0.0.1", "localhost"),
		issue(&credentials.Proxy, pkix.Name{CommonName: "system:kube-proxy"}),
		issue(&credentials.Network, pkix.Name{CommonName: "kapsule:node-network:" + name, Organization: []string{"kapsule:node-networks"}}),
	)
}
