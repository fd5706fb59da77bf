package mockserver_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestListen_onLoopbackOnly(t *testing.T) {
	server, err := mockserver.New(mockserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.com:0"} {
		if _, err := server.Listen(address); err == nil || !strings.Contains(err.Error(), "not a loopback address") {
			t.Errorf("%s: got the error %v", address, err)
		}
	}
	if _, err := server.Listen("8080"); err == nil || !strings.Contains(err.Error(), "not an address like 127.0.0.1:8080") {
		t.Errorf("got the error %v", err)
	}
	for _, address := range []string{"127.0.0.1:0", "localhost:0"} {
		listening, err := server.Listen(address)
		if err != nil {
			t.Fatal(err)
		}
		wantStatus(t, caller{t: t, base: listening.URL()}.api("GET", "/serverinfo", ""), 200)
		if _, err := server.Listen(strings.TrimPrefix(listening.URL(), "http://")); err == nil {
			t.Error("the same port was taken twice")
		}
		if err := listening.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
		if err := listening.Close(); err != nil {
			t.Error(err)
		}
	}
}
