package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The last plugin of the pods' network is this program under this name: a pod begins once the node's rules know it.
const (
	pluginName    = "kapsule-network"
	pluginSocket  = "/run/kapsule/network.sock"
	pluginTimeout = 20 * time.Second
)

// pluginRequest is what the plugin tells the node program.
type pluginRequest struct {
	Command   string `json:"command"` // ADD or DEL
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	UID       string `json:"uid"`
	Address   string `json:"address"`
}

type pluginReply struct {
	Problem string `json:"problem"`
}

// pluginInput is what a plugin reads (CNI specification 1.0.0, section 2).
type pluginInput struct {
	CNIVersion string          `json:"cniVersion"`
	PrevResult json.RawMessage `json:"prevResult"`
}

// runPlugin speaks CNI: it answers with what the plugin before it did.
func runPlugin([]string) int {
	input, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = plugin(os.Getenv("CNI_COMMAND"), os.Getenv("CNI_ARGS"), input, os.Stdout)
	}
	if err != nil {
		// 11: to be tried again later.
		_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"cniVersion": "1.0.0", "code": 11, "msg": err.Error()})
		return 1
	}
	return 0
}

func plugin(command, arguments string, text []byte, to io.Writer) error {
	if command == "VERSION" {
		return json.NewEncoder(to).Encode(map[string]any{"cniVersion": "1.0.0", "supportedVersions": []string{"1.0.0"}})
	}
	var input pluginInput
	if err := json.Unmarshal(text, &input); err != nil {
		return err
	}
	request, err := newPluginRequest(command, arguments, input.PrevResult)
	if err != nil {
		return err
	}
	switch command {
	case "ADD":
		if err := askNode(request); err != nil {
			return err
		}
		_, err := to.Write(input.PrevResult)
		return err
	case "DEL":
		// A pod must be able to go also while the node program does not run.
		_ = askNode(request)
		return nil
	case "CHECK":
		return nil
	}
	return fmt.Errorf("CNI_COMMAND is %q", command)
}

func newPluginRequest(command, arguments string, previous json.RawMessage) (pluginRequest, error) {
	request := pluginRequest{Command: command}
	for _, argument := range strings.Split(arguments, ";") {
		key, value, _ := strings.Cut(argument, "=")
		switch key {
		case "K8S_POD_NAMESPACE":
			request.Namespace = value
		case "K8S_POD_NAME":
			request.Name = value
		case "K8S_POD_UID":
			request.UID = value
		}
	}
	var result struct {
		IPs []struct {
			Address string `json:"address"`
		} `json:"ips"`
	}
	if len(previous) > 0 {
		if err := json.Unmarshal(previous, &result); err != nil {
			return request, err
		}
	}
	if len(result.IPs) == 1 {
		prefix, err := netip.ParsePrefix(result.IPs[0].Address)
		if err != nil {
			return request, err
		}
		request.Address = prefix.Addr().String()
	} else if command == "ADD" {
		return request, fmt.Errorf("the plugin before gave %d addresses, not one", len(result.IPs))
	}
	return request, nil
}

func askNode(request pluginRequest) error {
	connection, err := net.DialTimeout("unix", pluginSocket, pluginTimeout)
	if err != nil {
		return fmt.Errorf("the node's program does not answer: %w", err)
	}
	defer connection.Close()
	var reply pluginReply
	if err := errors.Join(connection.SetDeadline(time.Now().Add(pluginTimeout)), json.NewEncoder(connection).Encode(request),
		json.NewDecoder(connection).Decode(&reply)); err != nil {
		return err
	}
	if reply.Problem != "" {
		return errors.New(reply.Problem)
	}
	return nil
}

// offerPlugin puts the plugin among containerd's and answers it.
func offerPlugin(ctx context.Context, payload string, keeper *networkKeeper) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if err := replaceLink(filepath.Join(payload, "bin", pluginName), program); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(pluginSocket), 0o700); err != nil {
		return err
	}
	if err := os.Remove(pluginSocket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	listener, err := net.Listen("unix", pluginSocket)
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		_ = listener.Close()
	}()
	go func() {
		for {
			connection, err := listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil {
				go answerPlugin(ctx, connection, keeper)
			}
		}
	}()
	return nil
}

func answerPlugin(ctx context.Context, connection net.Conn, keeper *networkKeeper) {
	defer connection.Close()
	ctx, cancel := context.WithTimeout(ctx, pluginTimeout/2)
	defer cancel()
	var request pluginRequest
	var reply pluginReply
	if err := json.NewDecoder(connection).Decode(&request); err != nil {
		return
	}
	address, err := netip.ParseAddr(request.Address)
	if request.Command == "DEL" {
		keeper.release(request.Namespace, request.Name, address)
	} else if err == nil {
		err = keeper.assign(ctx, request.Namespace, request.Name, request.UID, address)
	}
	if err != nil && request.Command != "DEL" {
		reply.Problem = err.Error()
	}
	_ = json.NewEncoder(connection).Encode(reply)
}
