// Package bighammer runs a service of the BigHammer gateway: a program that the gateway starts, that connects to it, and that
// answers many requests at a time.
//
//	func main() {
//		err := bighammer.Serve(func(ctx context.Context, r *bighammer.Request) (any, error) {
//			return map[string]string{"hello": r.Query().Get("name")}, nil
//		})
//		if err != nil {
//			log.Fatal(err)
//		}
//	}
package bighammer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
)

// Handler answers a request. It runs in a goroutine of its own. The context ends when nobody waits for the answer any more.
//
// What it returns becomes the answer: nil 204, a string text, []byte bytes, an io.Reader or a Stream a body that is sent while
// it is made, an Envelope or a Response what it says, and anything else the data of a 200 in JSON. Messages take a connection
// for messages. An error is a 500 with the error in the log, unless it is an Envelope.
type Handler func(ctx context.Context, r *Request) (any, error)

// running is the worker of this process.
var running atomic.Pointer[worker]

// Serve answers requests until the gateway, or SIGTERM, ends it: then it returns nil. Every other end is an error.
func Serve(handler Handler) error {
	return ServeMethods(map[string]Handler{"handle": handler})
}

// ServeMethods is Serve for a service of several methods: "shop.orders" in a route is the method "orders" of the service "shop",
// and "shop" alone its method "handle".
func ServeMethods(methods map[string]Handler) error {
	address := os.Getenv("BIGHAMMER_SOCKET")
	if address == "" {
		return errors.New("BIGHAMMER_SOCKET is not set: this program is a service, which the gateway starts")
	}
	c, err := dial(address)
	if err != nil {
		return fmt.Errorf("cannot connect to the gateway at %s: %w", address, err)
	}
	w := newWorker(c, methods)
	if err := w.introduce(); err != nil {
		return err
	}
	running.Store(w)
	return w.serve()
}

// CallService asks another service from code that has no Request: one that a context carries is taken into account.
func CallService(ctx context.Context, service string, call Call) (*Reply, error) {
	if request, ok := FromContext(ctx); ok {
		return request.Call(ctx, service, call)
	}
	w := running.Load()
	if w == nil {
		return nil, errors.New("there is no gateway to ask: Serve has not been called")
	}
	return w.call(ctx, service, call, 0)
}
