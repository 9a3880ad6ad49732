// The service of tests/conformance: what each path does is written there.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"bighammer"
)

func main() {
	err := bighammer.ServeMethods(map[string]bighammer.Handler{"handle": handle, "other": other})
	if err != nil {
		log.Fatal(err)
	}
}

var fixed = map[string]any{
	"/envelope":    bighammer.Envelope{Status: 201, Data: map[string]string{"text": "你好/“x”<&>"}},
	"/message":     map[string]any{"status": 200, "message": "fine"},
	"/string":      "plain",
	"/null":        nil,
	"/list":        []any{1, 2.5, "three"},
	"/extra":       map[string]any{"status": 200, "other": 1},
	"/number":      42,
	"/status":      bighammer.Envelope{Status: 42},
	"/unencodable": bighammer.Envelope{Status: 200, Data: make(chan int)},
	"/large":       strings.Repeat("0123456789", 30000),
	"/ignore":      "not read",
	"/raw": bighammer.Response{
		Status: 418,
		Header: http.Header{"X-Kind": {"a", "b"}, "Content-Type": {"text/html"}},
		Body:   "<p>",
	},
	"/binary": bighammer.Response{
		Status: 200,
		Header: http.Header{"Content-Type": {"application/octet-stream"}},
		Body:   []byte{0x00, 0xff, 0x80, 0xc3, 0x28, 0x0a},
	},
	"/no-content": bighammer.Response{Status: 204, Header: http.Header{"X-Kind": {"empty"}}, Body: "dropped"},
	"/break": bighammer.Stream(func(w io.Writer) error {
		_, _ = io.WriteString(w, "begun")
		return errors.New("in the middle")
	}),
}

var made = map[string]bighammer.Handler{
	"/throw":    throw,
	"/print":    printLines,
	"/echo":     echo,
	"/generate": generate,
	"/endless":  endless,
	"/count":    count,
	"/stream":   stream,
	"/call":     call,
	"/later":    later,
	"/chat":     takeChat,
}

func handle(ctx context.Context, r *bighammer.Request) (any, error) {
	if answer, ok := fixed[r.Path]; ok {
		return answer, nil
	}
	if handler, ok := made[r.Path]; ok {
		return handler(ctx, r)
	}
	return nil, bighammer.Envelope{Status: 404}
}

func other(_ context.Context, r *bighammer.Request) (any, error) {
	return "other " + r.Header.Get("X-Who"), nil
}

func throw(context.Context, *bighammer.Request) (any, error) {
	panic("told to the log only")
}

func printLines(_ context.Context, r *bighammer.Request) (any, error) {
	r.Log().Print("a stray line\nand another")
	r.Warn().Print("a complaint")
	return "printed", nil
}

func echo(_ context.Context, r *bighammer.Request) (any, error) {
	body, err := r.Bytes()
	if err != nil {
		return nil, err
	}
	var value any
	if json.Unmarshal(body, &value) != nil {
		value = nil
	}
	return map[string]any{
		"id": r.ID, "method": r.Method, "path": r.Path, "query": plain(r.Query()), "headers": plain(lower(r.Header)),
		"params": r.Params, "body": string(body), "json": value, "client": r.Client, "door": r.Door, "handler": r.Handler,
	}, nil
}

// plain has a string for what there is one of, as other languages do.
func plain(values url.Values) map[string]any {
	all := map[string]any{}
	for name, list := range values {
		if len(list) == 1 {
			all[name] = list[0]
		} else {
			all[name] = list
		}
	}
	return all
}

func lower(header http.Header) url.Values {
	all := url.Values{}
	for name, values := range header {
		all[strings.ToLower(name)] = values
	}
	return all
}

func generate(_ context.Context, r *bighammer.Request) (any, error) {
	pieces, err := strconv.Atoi(r.Query().Get("pieces"))
	if err != nil {
		return nil, err
	}
	size, err := strconv.Atoi(r.Query().Get("size"))
	if err != nil {
		return nil, err
	}
	return bighammer.Stream(func(w io.Writer) error {
		for i := 0; i < pieces; i++ {
			if _, err := io.WriteString(w, strings.Repeat("x", size)); err != nil {
				return err
			}
		}
		return nil
	}), nil
}

func endless(_ context.Context, r *bighammer.Request) (any, error) {
	return bighammer.Stream(func(w io.Writer) error {
		defer r.Log().Print("released")
		for {
			if _, err := io.WriteString(w, strings.Repeat("x", 1000)); err != nil {
				return err
			}
		}
	}), nil
}

func count(_ context.Context, r *bighammer.Request) (any, error) {
	bytes, err := io.Copy(io.Discard, r.Body)
	return map[string]int64{"bytes": bytes}, err
}

func stream(_ context.Context, r *bighammer.Request) (any, error) {
	return r.Body, nil
}

func call(ctx context.Context, r *bighammer.Request) (any, error) {
	body, err := r.Bytes()
	if err != nil {
		return nil, err
	}
	question := bighammer.Call{
		Method: r.Method, Path: "/there", Query: url.Values{"q": {"1"}}, Header: http.Header{},
		Body: strings.NewReader(string(body)),
	}
	if own := r.Header.Get("X-A"); own != "" {
		question.Header.Set("X-A", own)
	}
	reply, err := r.Call(ctx, r.Query().Get("service"), question)
	var failure *bighammer.CallError
	if errors.As(err, &failure) && failure.Refused {
		return bighammer.Envelope{Status: 503, Message: "refused: " + failure.Reason}, nil
	}
	if err != nil {
		return nil, err
	}
	text, err := reply.Bytes()
	if err != nil {
		return nil, err
	}
	data := map[string]any{"status": reply.Status, "kind": nil, "length": len(text)}
	if kind := reply.Header.Get("X-Kind"); kind != "" {
		data["kind"] = kind
	}
	if len(text) <= 1000 {
		data["body"] = string(text)
	}
	return bighammer.Envelope{Status: 200, Data: data}, nil
}

func later(context.Context, *bighammer.Request) (any, error) {
	go func() {
		text := map[string]string{"route": "/r", "text": "later"}
		call := bighammer.Call{Handler: "websocket.send", JSON: text}
		reply, err := bighammer.CallService(context.Background(), "websocket", call)
		if err != nil {
			log.Print(err)
			return
		}
		var sent struct{ Data int }
		if err := reply.JSON(&sent); err != nil {
			log.Print(err)
		}
		fmt.Println("sent to", sent.Data)
	}()
	return nil, nil
}

func takeChat(_ context.Context, r *bighammer.Request) (any, error) {
	header := http.Header{"X-Kind": {"a", "b"}}
	if protocol := r.Query().Get("protocol"); protocol != "" {
		header.Set("Sec-WebSocket-Protocol", protocol)
	}
	return bighammer.Response{Status: 101, Header: header, Body: bighammer.Messages(chat)}, nil
}

func chat(c *bighammer.Connection) error {
	if c.Request.Resumed {
		if err := c.Send("again"); err != nil {
			return err
		}
	}
	for count := 1; ; count++ {
		message, err := c.Receive()
		var closed *bighammer.CloseError
		switch {
		case errors.As(err, &closed):
			c.Request.Log().Printf("closed %d %s", closed.Code, closed.Reason)
		case errors.Is(err, bighammer.ErrHandedOver):
			c.Request.Log().Print("handed over")
		}
		if err != nil {
			return err
		}
		if !message.Binary && string(message.Data) == "bye" {
			return nil
		}
		if err := answer(c, message, count); err != nil {
			return err
		}
	}
}

func answer(c *bighammer.Connection, message bighammer.Message, count int) error {
	text := string(message.Data)
	switch {
	case message.Binary:
		return c.SendBytes(message.Data)
	case text == "close":
		return c.Close(4001, "enough")
	case text == "count":
		return c.Send(strconv.Itoa(count))
	case text == "fail":
		return errors.New("told to the log only")
	case strings.HasPrefix(text, "quiet"):
		return nil
	default:
		return c.Send("echo: " + text)
	}
}
