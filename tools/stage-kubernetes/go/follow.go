package main

import (
	"context"
	"time"

	"k8s.io/client-go/tools/cache"
)

// signalChanges says that something changed; several changes may be one signal.
func signalChanges(informer cache.SharedIndexInformer, changed chan<- struct{}) error {
	signal := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: func(any) { signal() }, UpdateFunc: func(any, any) { signal() }, DeleteFunc: func(any) { signal() }})
	return err
}

// repeatAt does it again at each signal, and until it succeeds.
func repeatAt(ctx context.Context, changed <-chan struct{}, what string, update func() error) {
	var again <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-again:
		}
		again = nil
		if err := update(); err != nil && ctx.Err() == nil {
			logWarning("%s could not be brought up to date, which is tried again: %v", what, err)
			again = time.After(time.Second)
		}
	}
}
