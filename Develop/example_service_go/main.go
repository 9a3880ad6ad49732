// An example of a service in Go. Build it in this folder with: go build
package main

import (
	"context"
	"log"

	"bighammer"
)

func main() {
	if err := bighammer.Serve(handle); err != nil {
		log.Fatal(err)
	}
}

func handle(_ context.Context, r *bighammer.Request) (any, error) {
	name := r.Query().Get("name")
	if name == "" {
		name = "World"
	}
	return map[string]string{"hello": name}, nil
}
