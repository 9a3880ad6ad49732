package bighammer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// talking starts a worker and lets it take a connection.
func talking(t *testing.T, keys string, messages Messages) (*gateway, uint32) {
	t.Helper()
	g := startWorker(t, window, func(context.Context, *Request) (any, error) { return messages, nil })
	stream := g.ask(flagUpgrade, `,"connection":"c1"`+keys, "")
	if f := g.receive(kindResp); f.flags != flagUpgrade || string(f.head) != `{"status":101,"headers":{}}` {
		t.Fatalf("granted by %+v %s", f, f.head)
	}
	return g, stream
}

func (g *gateway) say(stream uint32, text string) {
	g.t.Helper()
	g.send(frame{kind: kindMsg, flags: flagText, stream: stream, body: []byte(text)})
}

func (g *gateway) end(stream, code uint32, reason string) {
	g.t.Helper()
	g.send(frame{kind: kindData, flags: flagEnd, stream: stream, arg: code, body: []byte(reason)})
}

// ended reads to the end of a stream; it gives back what was said before.
func (g *gateway) ended(code uint32, reason string) (said []string) {
	g.t.Helper()
	for {
		f, err := readFrame(g.in)
		if err != nil {
			g.t.Fatal(err)
		}
		switch {
		case f.kind == kindMsg:
			said = append(said, string(f.body))
		case f.kind == kindData && f.ends() && f.arg == code && string(f.body) == reason:
			return said
		case f.kind != kindWindow:
			g.t.Fatalf("ended by %+v", f)
		}
	}
}

func echo(c *Connection) error {
	for {
		message, err := c.Receive()
		if err != nil {
			return err
		}
		if err := c.Send("heard " + string(message.Data)); err != nil {
			return err
		}
	}
}

func TestMessagesAreHeardInOrderAndClosedWithACodeAndAReason(t *testing.T) {
	ended := make(chan error, 1)
	g, stream := talking(t, "", func(c *Connection) error {
		err := echo(c)
		ended <- err
		return err
	})
	wanted := make([]string, 100)
	for i := range wanted {
		wanted[i] = fmt.Sprintf("heard %d", i)
		g.say(stream, fmt.Sprint(i))
	}
	// The last answers are lost with the client, and none before it has gone.
	for _, text := range wanted {
		if f := g.receive(kindMsg); string(f.body) != text {
			t.Fatalf("%s instead of %s", f.body, text)
		}
	}
	g.end(stream, 4001, "tired")
	g.ended(normalClosure, "")
	err := <-ended
	var closed *CloseError
	if !errors.As(err, &closed) || closed.Code != 4001 || closed.Reason != "tired" || !errors.Is(err, io.EOF) {
		t.Errorf("ended by %v", err)
	}
}

func TestAServiceTakesAConnectionWithHeaders(t *testing.T) {
	g := startWorker(t, window, func(ctx context.Context, r *Request) (any, error) {
		return Response{Status: 101, Header: http.Header{"Sec-WebSocket-Protocol": {"chat"}}, Body: Messages(echo)}, nil
	})
	g.ask(flagUpgrade, "", "")
	f := g.receive(kindResp)
	if string(f.head) != `{"status":101,"headers":{"sec-websocket-protocol":"chat"}}` {
		t.Errorf("%s", f.head)
	}
	g.ask(flagEnd, "", "")
	if status, _, _ := g.answer(); status != 500 {
		t.Errorf("messages for a request that asks for none: %d", status)
	}
}

func TestAServiceClosesWithACodeAndAReason(t *testing.T) {
	late := make(chan error, 1)
	g, stream := talking(t, "", func(c *Connection) error {
		for _, wrong := range []int{0, 999, 1005, 1006, 1015, 2999, 5000} {
			if c.Close(wrong, "") == nil {
				t.Errorf("closed with %d", wrong)
			}
		}
		if c.Close(1000, strings.Repeat("x", 124)) == nil {
			t.Error("closed with a reason that is too long")
		}
		err := c.Close(4000, "enough")
		late <- c.Send("late")
		return err
	})
	g.ended(4000, "enough")
	if err := <-late; err != errClosed {
		t.Errorf("sent late: %v", err)
	}
	g.say(stream, "crossed")
	g.end(stream, 4000, "")
	g.ask(flagEnd, "", "")
}

func TestAConnectionIsHandedOverWhenAllIsDealtWith(t *testing.T) {
	g, stream := talking(t, `,"resumed":true`, func(c *Connection) error {
		if !c.Request.Resumed || c.Request.Connection != "c1" {
			t.Errorf("%+v", c.Request)
		}
		return echo(c)
	})
	g.send(frame{kind: kindDrain})
	g.say(stream, "one")
	g.say(stream, "two")
	g.end(stream, handedOver, "")
	if said := g.ended(handedOver, ""); fmt.Sprint(said) != "[heard one heard two]" {
		t.Errorf("%v", said)
	}
	g.receive(kindDrain)
	if err := <-g.served; err != nil {
		t.Error(err)
	}
}

func TestAServiceThatReturnsByItselfHandsNothingOver(t *testing.T) {
	g, stream := talking(t, "", func(c *Connection) error {
		_, err := c.Receive()
		return err
	})
	g.say(stream, "one")
	g.end(stream, handedOver, "")
	g.ended(normalClosure, "")
}

func TestAServiceThatOnlySendsHearsOfTheEnd(t *testing.T) {
	for _, code := range []uint32{handedOver, 1001} {
		done := make(chan bool, 1)
		g, stream := talking(t, "", func(c *Connection) error {
			go func() {
				<-c.Done()
				done <- true
			}()
			for {
				if err := c.Send("tick"); err != nil {
					return err
				}
				time.Sleep(time.Millisecond)
			}
		})
		g.receive(kindMsg)
		g.end(stream, code, "")
		answered := uint32(normalClosure)
		if code == handedOver {
			answered = handedOver
		}
		g.ended(answered, "")
		<-done
	}
}

func TestWhatAClientHasSentBeforeItLeftIsDealtWith(t *testing.T) {
	heard := make(chan string, 5)
	g, stream := talking(t, "", func(c *Connection) error {
		for {
			message, err := c.Receive()
			if err != nil {
				return err
			}
			heard <- string(message.Data)
			// Without credit it waits, and would do so for ever.
			if err := c.SendBytes(make([]byte, window)); err != nil {
				return err
			}
		}
	})
	for i := 0; i < 5; i++ {
		g.say(stream, fmt.Sprint(i))
	}
	g.end(stream, 1006, "")
	g.ended(normalClosure, "")
	for i := 0; i < 5; i++ {
		if text := <-heard; text != fmt.Sprint(i) {
			t.Errorf("heard %s", text)
		}
	}
}

func TestMessagesOfManyGoroutinesAreNotMixed(t *testing.T) {
	const each = 3 * pieceSize
	g, stream := talking(t, "", func(c *Connection) error {
		sent := make(chan error, 3)
		for _, letter := range "abc" {
			go func(letter rune) { sent <- c.Send(strings.Repeat(string(letter), each)) }(letter)
		}
		for i := 0; i < 3; i++ {
			if err := <-sent; err != nil {
				return err
			}
		}
		return nil
	})
	for i := 0; i < 3; i++ {
		var whole []byte
		for more := true; more; {
			f := g.receive(kindMsg)
			g.send(frame{kind: kindWindow, stream: stream, arg: uint32(len(f.body))})
			whole = append(whole, f.body...)
			more = f.flags&flagMore != 0
		}
		if !bytes.Equal(whole, bytes.Repeat(whole[:1], each)) {
			t.Errorf("%d bytes, mixed", len(whole))
		}
	}
	g.ended(normalClosure, "")
}

func TestAServiceThatFailsIsBrokenOff(t *testing.T) {
	for _, fails := range []Messages{
		func(*Connection) error { return errors.New("on purpose") },
		func(*Connection) error { panic("on purpose") },
		func(c *Connection) error { return c.Send("\xff") },
		func(c *Connection) error { return c.SendJSON(make(chan int)) },
	} {
		g, _ := talking(t, "", fails)
		if f := g.receive(kindCancel); f.arg != codeInternal {
			t.Errorf("%+v", f)
		}
	}
}
