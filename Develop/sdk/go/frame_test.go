package bighammer

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
	"testing/iotest"
)

type vector struct {
	Name    string
	Bytes   string
	Flags   []string
	Stream  uint32
	Length  int
	Arg     uint32
	Head    json.RawMessage
	Body    string
	Ignored bool
}

func vectors(t *testing.T) (frames, malformed []vector) {
	t.Helper()
	text, err := os.ReadFile("../../../tests/conformance/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Frames, Malformed []vector }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Frames, file.Malformed
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	decoded, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

func TestFramesAreReadAndWrittenAsTheVectorsSay(t *testing.T) {
	flags := map[string]byte{
		"END": flagEnd, "TEXT": flagText, "MORE": flagMore, "UPGRADE": flagUpgrade, "ONEWAY": flagOneway, "IDEMPOTENT": 0x20,
		"OPTIONAL": flagOptional,
	}
	frames, _ := vectors(t)
	for _, v := range frames {
		raw := unhex(t, v.Bytes)
		f, err := readFrame(bufio.NewReader(iotest.OneByteReader(bytes.NewReader(raw))))
		if err != nil {
			t.Fatalf("%s: %v", v.Name, err)
		}
		var wanted byte
		for _, flag := range v.Flags {
			wanted |= flags[flag]
		}
		if f.flags != wanted || f.stream != v.Stream || f.arg != v.Arg || len(f.head)+len(f.body) != v.Length {
			t.Errorf("%s: read %+v", v.Name, f)
		}
		if (f.kind == kindReq || f.kind == kindResp) && !sameJSON(f.head, v.Head) {
			t.Errorf("%s: the head is %s", v.Name, f.head)
		}
		if v.Body != "" && hex.EncodeToString(f.body) != v.Body {
			t.Errorf("%s: the body is %x", v.Name, f.body)
		}
		if written := f.appendTo(nil); !bytes.Equal(written, raw) {
			t.Errorf("%s: written as %x", v.Name, written)
		}
	}
}

func sameJSON(a, b []byte) bool {
	var left, right bytes.Buffer
	return json.Compact(&left, a) == nil && json.Compact(&right, b) == nil && left.String() == right.String()
}

func TestMalformedFramesAreRefused(t *testing.T) {
	_, malformed := vectors(t)
	for _, v := range malformed {
		// Padded, so that it is the header that is refused and not a payload that is missed.
		padded := append(unhex(t, v.Bytes), make([]byte, maxPayload)...)
		if f, err := readFrame(bufio.NewReader(bytes.NewReader(padded))); err == nil {
			t.Errorf("%s: read as %d of %d bytes", v.Name, f.kind, len(f.body))
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"))
	f.Add(frame{kind: kindReq, stream: 1, arg: 2, head: []byte("{}"), body: []byte("body")}.appendTo(nil))
	f.Fuzz(func(t *testing.T, raw []byte) {
		in := bufio.NewReader(bytes.NewReader(raw))
		for {
			read, err := readFrame(in)
			if err != nil {
				return
			}
			if len(read.head)+len(read.body) > maxPayload {
				t.Fatalf("a frame of %d bytes", len(read.head)+len(read.body))
			}
		}
	})
}
