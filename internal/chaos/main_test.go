package chaos_test

import (
	"os"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

func TestMain(m *testing.M) { os.Exit(acctest.Main(m)) }
