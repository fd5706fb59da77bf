package mockserver_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestWatch_seesARequestBeforeAndAfterItsEffect drops the first of two sign-ins
// before it is served, and the second after it.
func TestWatch_seesARequestBeforeAndAfterItsEffect(t *testing.T) {
	t.Parallel()
	server, url := mockserver.Start(t, mockserver.Options{})
	var mu sync.Mutex
	var seen []mockserver.Boundary
	server.Watch(func(at mockserver.Boundary) bool {
		at.Gone = nil
		at.LoggedRequest = mockserver.LoggedRequest{Sequence: at.Sequence, Route: at.Route, Status: at.Status}
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, at)
		return at.Sequence == 2 && !at.Served
	})
	signIn := func() error {
		body := `<tsRequest><credentials personalAccessTokenName="demo" personalAccessTokenSecret="demo-secret"><site contentUrl=""/></credentials></tsRequest>`
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/api/3.29/auth/signin", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = response.Body.Close()
		}
		return err
	}
	for range 2 {
		if signIn() == nil {
			t.Error("a dropped request is answered")
		}
	}
	const route = "POST /auth/signin"
	want := []mockserver.Boundary{
		{LoggedRequest: mockserver.LoggedRequest{Sequence: 1, Route: route}},
		{LoggedRequest: mockserver.LoggedRequest{Sequence: 2, Route: route}},
		{LoggedRequest: mockserver.LoggedRequest{Sequence: 2, Route: route, Status: 200}, Served: true},
	}
	mu.Lock()
	defer mu.Unlock()
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("other boundaries (-want +got):\n%s", diff)
	}
	server.Watch(nil)
	if err := signIn(); err != nil {
		t.Error(err)
	}
}
