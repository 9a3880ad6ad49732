// A room: counts what each connection says, and hears what is said to the group.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"

	"bighammer"
)

// edition makes another program of it.
var edition = "0"

func main() {
	log.Print("edition ", edition)
	if err := bighammer.Serve(handle); err != nil {
		log.Fatal(err)
	}
}

func handle(_ context.Context, r *bighammer.Request) (any, error) {
	if !r.Upgrade || r.Query().Get("key") != "right" {
		return nil, bighammer.Envelope{Status: http.StatusUnauthorized}
	}
	header := http.Header{"Sec-WebSocket-Protocol": {"room"}}
	return bighammer.Response{Status: http.StatusSwitchingProtocols, Header: header, Body: bighammer.Messages(talk)}, nil
}

type values map[string]any

func talk(c *bighammer.Connection) error {
	id := c.Request.Connection
	count, err := begin(c)
	if err != nil {
		return err
	}
	for {
		message, err := c.Receive()
		var gone *bighammer.CloseError
		if errors.As(err, &gone) {
			c.Request.Log().Printf("left with %d %s", gone.Code, gone.Reason)
			return err
		}
		if errors.Is(err, bighammer.ErrHandedOver) {
			_, err := ask(c, "store", "store.set", values{"key": id, "value": count})
			return err
		}
		if err != nil {
			return err
		}
		count++
		text := string(message.Data)
		if text == "close" {
			err = c.Close(4001, "enough")
		} else {
			err = c.Send(fmt.Sprintf("%d %s", count, text))
		}
		if err != nil {
			return err
		}
	}
}

// begin is how much was said before.
func begin(c *bighammer.Connection) (int, error) {
	id := c.Request.Connection
	if c.Request.Resumed {
		return ask(c, "store", "store.get", values{"key": id})
	}
	_, err := ask(c, "websocket", "websocket.join", values{"connection": id, "group": "room"})
	return 0, err
}

// ask gives back the data of the answer when that is a number.
func ask(c *bighammer.Connection, service, handler string, body values) (int, error) {
	reply, err := c.Request.Call(c.Context(), service, bighammer.Call{Handler: handler, JSON: body})
	if err != nil {
		return 0, err
	}
	var answer struct{ Data any }
	if err := reply.JSON(&answer); err != nil {
		return 0, err
	}
	number, _ := answer.Data.(float64)
	return int(number), nil
}
