package bighammer

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

func site() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/p", func(w http.ResponseWriter, r *http.Request) {
		request, _ := FromContext(r.Context())
		w.Header().Set("X-Thing", "kept")
		w.WriteHeader(http.StatusAccepted)
		w.Header().Set("X-Late", "dropped")
		fmt.Fprintf(w, "%s %s %s %s %s", r.Host, r.URL.Query().Get("a"), strings.Join(r.Header["X-A"], ","), r.RequestURI, request.ID)
	})
	mux.HandleFunc("/upload", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(w, r.Body)
	})
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "first\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("/panic", func(w http.ResponseWriter, r *http.Request) {
		panic("in the handler")
	})
	mux.HandleFunc("/nothing", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

func TestAHandlerOfNetHTTPRunsUnchanged(t *testing.T) {
	g := startWorker(t, window, HTTP(site()))
	g.ask(flagEnd, "", "")
	status, header, body := g.answer()
	if status != 202 || body != "h b 1,2 /p?a=b r1" {
		t.Errorf("%d %q", status, body)
	}
	if header.Get("X-Thing") != "kept" || header.Get("X-Late") != "" {
		t.Error(header)
	}
	g.ask(flagEnd, `,"path":"/nowhere"`, "")
	if status, _, _ := g.answer(); status != 404 {
		t.Error(status)
	}
	g.ask(flagEnd, `,"path":"/panic"`, "")
	if status, _, _ := g.answer(); status != 500 {
		t.Error(status)
	}
	g.ask(flagEnd, `,"path":"/nothing"`, "")
	if status, _, body := g.answer(); status != 204 || body != "" {
		t.Errorf("%d %q", status, body)
	}
}

func TestALongAnswerOfNetHTTPIsStreamed(t *testing.T) {
	g := startWorker(t, 0, HTTP(site()))
	stream := g.ask(0, `,"path":"/upload"`, "")
	long := strings.Repeat("0123456789", pieceSize/10)
	for i := 0; i < 3; i++ {
		g.send(frame{kind: kindData, stream: stream, body: []byte(long)})
	}
	g.send(frame{kind: kindData, flags: flagEnd, stream: stream})
	if status, header, body := g.answer(); status != 200 || body != long+long+long || header.Get("Content-Type") == "" {
		t.Errorf("%d %d %v", status, len(body), header)
	}
}

func TestAHeadRequestOfNetHTTPHasTheLength(t *testing.T) {
	g := startWorker(t, window, HTTP(site()))
	g.ask(flagEnd, `,"method":"HEAD"`, "")
	if _, header, body := g.answer(); body != "" || header.Get("Content-Length") != "17" {
		t.Errorf("%q %v", body, header)
	}
}

func TestFlushSendsWhatThereIs(t *testing.T) {
	g := startWorker(t, window, HTTP(site()))
	stream := g.ask(flagEnd, `,"path":"/events"`, "")
	g.receive(kindResp)
	if f := g.receive(kindData); string(f.body) != "first\n" {
		t.Errorf("%s", f.body)
	}
	g.send(frame{kind: kindCancel, stream: stream, arg: codeCancelled})
	g.receive(kindCancel)
}
