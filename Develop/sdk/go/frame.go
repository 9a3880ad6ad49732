package bighammer

import (
	"bufio"
	"encoding/binary"
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
	if header[0] != magic || header[3] != 0 {
		return frame{}, fmt.Errorf("what came from the gateway is not a frame of BHP/1")
	}
	f := frame{
		kind:   header[1],
		flags:  header[2],
		stream: binary.BigEndian.Uint32(header[4:]),
		arg:    binary.BigEndian.Uint32(header[12:]),
	}
	length := binary.BigEndian.Uint32(header[8:])
	if length > maxPayload {
		return frame{}, fmt.Errorf("a frame of %d bytes is longer than %d", length, maxPayload)
	}
	f.body = make([]byte, length)
	if _, err := in.Discard(headerSize); err != nil {
		return frame{}, err
	}
	if _, err := io.ReadFull(in, f.body); err != nil {
		return frame{}, err
	}
	if f.kind == kindReq || f.kind == kindResp {
		if f.arg > length {
			return frame{}, fmt.Errorf("a head of %d bytes is longer than its frame of %d", f.arg, length)
		}
		f.head, f.body = f.body[:f.arg:f.arg], f.body[f.arg:]
	}
	return f, nil
}
