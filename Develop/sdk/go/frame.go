package bighammer

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The numbers of the worker protocol BHP/1.
const (
	magic      = 0xB1
	headerSize = 16
	maxPayload = 1 << 20
	maxHead    = 64 << 10
	// Bodies are cut into pieces of this size.
	pieceSize = 64 << 10

	kindHello  = 1
	kindReq    = 2
	kindResp   = 3
	kindData   = 4
	kindMsg    = 5
	kindCancel = 6
	kindWindow = 7
	kindPing   = 8
	kindPong   = 9
	kindDrain  = 10
	kindEvent  = 11

	flagEnd      = 0x01
	flagText     = 0x02
	flagMore     = 0x04
	flagUpgrade  = 0x08
	flagOneway   = 0x10
	flagOptional = 0x40

	codeInternal   = 2
	codeRefused    = 3
	codeCancelled  = 4
	codeDraining   = 8
	codeOverloaded = 11
)

// frame is sixteen bytes, big-endian, and then its payload: a head of JSON, a body, or one behind the other.
type frame struct {
	kind   byte
	flags  byte
	stream uint32
	arg    uint32
	head   []byte
	body   []byte
}

func (f frame) ends() bool {
	return f.flags&flagEnd != 0
}

func (f frame) appendTo(bytes []byte) []byte {
	bytes = append(bytes, magic, f.kind, f.flags, 0)
	bytes = binary.BigEndian.AppendUint32(bytes, f.stream)
	bytes = binary.BigEndian.AppendUint32(bytes, uint32(len(f.head)+len(f.body)))
	bytes = binary.BigEndian.AppendUint32(bytes, f.arg)
	return append(append(bytes, f.head...), f.body...)
}

// readFrame waits for the next frame. The head of REQ and RESP is as long as arg says; other payloads are all body.
func readFrame(in *bufio.Reader) (frame, error) {
	header, err := in.Peek(headerSize)
	if err != nil {
		return frame{}, err
	}
	f := frame{
		kind:   header[1],
		flags:  header[2],
		stream: binary.BigEndian.Uint32(header[4:]),
		arg:    binary.BigEndian.Uint32(header[12:]),
	}
	length := binary.BigEndian.Uint32(header[8:])
	if err := f.check(header[0], header[3], length); err != nil {
		return frame{}, err
	}
	f.body = make([]byte, length)
	if _, err := in.Discard(headerSize); err != nil {
		return frame{}, err
	}
	if _, err := io.ReadFull(in, f.body); err != nil {
		return frame{}, err
	}
	if f.kind == kindReq || f.kind == kindResp {
		f.head, f.body = f.body[:f.arg:f.arg], f.body[f.arg:]
	}
	return f, nil
}

// check looks at a header before any memory is taken for the payload.
func (f frame) check(first, codec byte, length uint32) error {
	known := f.kind >= kindHello && f.kind <= kindEvent
	hasHead := f.kind == kindReq || f.kind == kindResp
	hasBody := hasHead || f.kind == kindData || f.kind == kindMsg
	switch {
	case first != magic:
		return errors.New("what came from the gateway is not a frame of BHP/1")
	case length > maxPayload:
		return fmt.Errorf("a frame of %d bytes is longer than %d", length, maxPayload)
	case !known && f.flags&flagOptional == 0:
		return fmt.Errorf("a frame is of the unknown type %d", f.kind)
	case !known:
		return nil
	case codec != 0:
		return fmt.Errorf("a head is of the unknown codec %d", codec)
	case hasBody && f.stream == 0:
		return fmt.Errorf("a frame of type %d needs a stream other than 0", f.kind)
	case hasHead && (f.arg > length || f.arg > maxHead), !hasBody && length > maxHead:
		return fmt.Errorf("a head is longer than its frame of %d bytes, or than %d", length, maxHead)
	}
	return nil
}
