package main

import (
	"context"
	"log"

	"bighammer"
)

type answer struct {
	Service string `json:"service"`
	Text    string `json:"text"`
}

func main() {
	if err := bighammer.Serve(handle); err != nil {
		log.Fatal(err)
	}
}

func handle(context.Context, *bighammer.Request) (any, error) {
	return answer{"hello", "A small answer, about a hundred bytes"}, nil
}
