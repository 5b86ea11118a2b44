package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
)

// listenForAPI opens the public port on bind-address plus loopback, as k3s does (facts/k3s-rancher.md §1 "the trap").
func listenForAPI(bindAddress string, port int) ([]net.Listener, error) {
	addresses := []string{""}
	if ip := net.ParseIP(bindAddress); ip != nil && !ip.IsUnspecified() {
		addresses = []string{bindAddress}
		if !ip.IsLoopback() {
			addresses = append(addresses, "127.0.0.1")
		}
	}
	var listeners []net.Listener
	for _, address := range addresses {
		listener, err := net.Listen("tcp", net.JoinHostPort(address, strconv.Itoa(port)))
		if err != nil {
			for _, open := range listeners {
				_ = open.Close()
			}
			return nil, fmt.Errorf("preparing server: init cluster datastore and https: %w", err)
		}
		listeners = append(listeners, listener)
	}
	return listeners, nil
}

// forwardTo hands each connection on, byte by byte: TLS is between the client and the API server. What the real
// supervisor answers besides (/cacerts, /ping, /v1-k3s for agents) is not played.
func forwardTo(listener net.Listener, target string) {
	for {
		connection, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			go joinConnection(connection.(*net.TCPConn), target)
		}
	}
}

func joinConnection(client *net.TCPConn, target string) {
	defer client.Close()
	dialled, err := net.Dial("tcp", target)
	if err != nil {
		return
	}
	defer dialled.Close()
	server := dialled.(*net.TCPConn)
	var both sync.WaitGroup
	for _, way := range [][2]*net.TCPConn{{server, client}, {client, server}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1])
			_ = way[0].CloseWrite()
		})
	}
	both.Wait()
}
